import { adder } from '../../../src/tasks/index.ts';
import { train } from '../../../src/train.ts';
import { DEFAULT_TRAINING } from '../../../src/training/index.ts';

// As long a search as one likes: one epoch of it takes seconds.
const options = { ...DEFAULT_TRAINING, hidden: 64, bits: 32, epochs: 100_000 };
const controller = new AbortController();
self.addEventListener('message', () => controller.abort());
const training = await train(adder, options, undefined, {
  signal: controller.signal,
  onProgress: ({ updates }) => postMessage({ updates }),
});
postMessage({ outcome: training.outcome, losses: training.trained?.losses.length });
