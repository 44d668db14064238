// carrybit's Trainer: an update a call, its samples handed over from JavaScript in float64 each time. float32.
import { Trainer } from '../../dist/src/index.js';
import { minibatches } from '../cases.mjs';
import { serve } from '../serve.mjs';
import { version } from '../versions.mjs';

await serve((task) => {
  const batches = minibatches(task);
  return {
    versions: { carrybit: version(), node: process.versions.node },
    start(count, wanted) {
      const trainer = new Trainer(task, Float64Array.from(task.parameters), task.optimizer, 'float32');
      const losses = [];
      return () => {
        for (let update = 0; update < count; update++) {
          const loss = trainer.update(batches[update % batches.length]);
          if (wanted) losses.push(loss);
        }
        return { check: losses };
      };
    },
  };
});
