// What is measured: sizes, and the very numbers that every contestant starts from.
import {
  adder,
  DEFAULT_TRAINING,
  drawSamples,
  initialParameters,
  sampleGenerator,
  Trainer,
} from '../dist/src/index.js';

export const SEED = 1;
export const BATCH = 100;

/** One training update: states, steps of a sample, and minibatches that take turns. */
export const UPDATES = [
  { hidden: 3, steps: 7, batches: 20 },
  { hidden: 3, steps: 64, batches: 4 },
  { hidden: 3, steps: 512, batches: 1 },
  { hidden: 16, steps: 7, batches: 20 },
  { hidden: 16, steps: 64, batches: 4 },
  { hidden: 16, steps: 512, batches: 1 },
  { hidden: 64, steps: 7, batches: 20 },
  { hidden: 64, steps: 64, batches: 4 },
  { hidden: 64, steps: 512, batches: 1 },
  { hidden: 128, steps: 7, batches: 20 },
  { hidden: 128, steps: 64, batches: 4 },
  { hidden: 256, steps: 7, batches: 20 },
  { hidden: 256, steps: 64, batches: 4 },
];

/** Updates after which everyone's losses are compared: before rounding has had time to grow. */
export const COMPARED = 5;

/**
 * A case as contestants get it. x (batches, batch, steps, inputs) and t (batches, batch, steps, outputs) are bits
 * of the adder, `parameters` one vector in the order of Trainer.
 */
export function updateCase({ hidden, steps, batches }) {
  const shape = { inputs: adder.inputs.length, hidden, outputs: adder.outputs.length };
  const samples = drawSamples(adder, sampleGenerator(SEED), BATCH * batches, steps - 1);
  return {
    kind: 'update',
    ...shape,
    steps,
    batch: BATCH,
    batches,
    // The adder's own rate is for three states; wider networks leave the range of numbers with it.
    optimizer: { ...DEFAULT_TRAINING.optimizer, learningRate: hidden === 3 ? 0.05 : 0.001 },
    parameters: Array.from(initialParameters(shape, SEED, 0)),
    x: Array.from(samples.inputs),
    t: Array.from(samples.targets),
  };
}

/** The losses of the first updates, in float64: what those of contestants are compared with. */
export function referenceLosses(task) {
  const trainer = new Trainer(task, Float64Array.from(task.parameters), task.optimizer, 'float64');
  const batches = minibatches(task);
  return Array.from({ length: COMPARED }, (_, update) => trainer.update(batches[update % batches.length]));
}

/** The minibatches as Trainer takes them. */
export function minibatches({ inputs, outputs, steps, batch, batches, x, t }) {
  const part = (values, at, features) =>
    Float64Array.from(values.slice(at * batch * steps * features, (at + 1) * batch * steps * features));
  return Array.from({ length: batches }, (_, at) => ({
    samples: batch,
    steps,
    inputs: part(x, at, inputs),
    targets: part(t, at, outputs),
  }));
}
