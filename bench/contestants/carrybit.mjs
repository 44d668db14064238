// carrybit as it trains: one start from its first update to its last, drawing its samples included. float32.
import { adder, restarts } from '../../dist/src/index.js';
import { BATCH, COMPARED, SEED } from '../cases.mjs';
import { serve } from '../serve.mjs';
import { version } from '../versions.mjs';

await serve(({ hidden, steps, batches, optimizer }) => ({
  versions: { carrybit: version(), node: process.versions.node },
  start(count) {
    const epochs = Math.ceil(count / batches);
    const options = {
      seed: SEED,
      hidden,
      bits: steps - 1,
      samples: BATCH * batches,
      testSamples: 1,
      batch: BATCH,
      epochs,
      overlapping: false,
      optimizer,
      precision: 'float32',
      maxStarts: 1,
    };
    return async () => {
      for await (const { losses } of restarts(adder, options)) {
        return { done: epochs * batches, check: Array.from(losses.subarray(0, COMPARED)) };
      }
    };
  },
}));
