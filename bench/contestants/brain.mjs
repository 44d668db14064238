// brain.js has no network with a given initial state, logistic outputs, cross-entropy or minibatches. What comes
// nearest: its recurrent network of as many states on as many sequences (a, b, sum), each of which it learns to
// continue, one update a sequence. A pass over a hundred of them is counted as one update.
import brain from 'brain.js';
import { serve } from '../serve.mjs';
import { version } from '../versions.mjs';

await serve((task) => {
  const { batch, steps, inputs, outputs, hidden } = task;
  // It predicts each element from the one before: one more element than steps.
  const sequences = Array.from({ length: batch }, (_, sample) =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const row = sample * steps + Math.min(step, steps - 1);
      return [
        ...task.x.slice(row * inputs, (row + 1) * inputs),
        ...task.t.slice(row * outputs, (row + 1) * outputs),
      ];
    }),
  );
  return {
    versions: { brain: version('brain.js'), node: process.versions.node },
    start(count) {
      const size = inputs + outputs;
      const network = new brain.recurrent.RNNTimeStep({
        inputSize: size,
        hiddenLayers: [hidden],
        outputSize: size,
      });
      return () => {
        network.train(sequences, { iterations: count, errorThresh: 0, log: false });
      };
    },
  };
});
