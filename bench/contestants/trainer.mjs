// carrybit's Trainer: an update a call from JavaScript, on minibatches that were made once. float32.
import { Minibatch, Trainer } from '../../dist/src/index.js';
import { minibatches } from '../cases.mjs';
import { serve } from '../serve.mjs';
import { version } from '../versions.mjs';

await serve((task) => {
  const batches = minibatches(task).map((samples) => new Minibatch(task, samples, 'float32'));
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
