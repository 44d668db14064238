// carrybit as it trains: one start from its first update to its last, as `restarts` runs it, on samples that are
// drawn and cut into minibatches before. float32.
import { Restarts } from '../../dist/src/native/node.js';
import { SEED } from '../cases.mjs';
import { serve } from '../serve.mjs';
import { version } from '../versions.mjs';

await serve((task) => {
  const { steps, batch, batches, optimizer } = task;
  const tensors = (samples) => ({
    samples,
    steps,
    inputs: Float64Array.from(task.x.slice(0, samples * steps * task.inputs)),
    targets: Float64Array.from(task.t.slice(0, samples * steps * task.outputs)),
  });
  const [training, test] = [tensors(batch * batches), tensors(1)];
  return {
    versions: { carrybit: version(), node: process.versions.node },
    start(count, wanted) {
      const epochs = Math.ceil(count / batches);
      const schedule = { batch, epochs, overlapping: false };
      const restarts = new Restarts(task, optimizer, SEED, schedule, training, test, 'float32');
      return async () => {
        const [{ losses }] = await restarts.run(0, 1);
        return { done: epochs * batches, check: wanted ? Array.from(losses) : undefined };
      };
    },
  };
});
