import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { skipN } from 'pure-rand/utils/skipN';
import { type Machine, MachineError, UNSPECIFIED } from '../machine/index.ts';
import { extraStepsOf } from './reading.ts';
import { checkTask, type Task, type TaskInput } from './task.ts';

/** Inputs and targets as tensors (samples, steps, features), the last index fastest; each number is a bit. */
export interface Samples {
  readonly samples: number;
  readonly steps: number;
  /** (samples, steps, inputs) */
  readonly inputs: Float64Array;
  /** (samples, steps, outputs); 0 for don't-cares */
  readonly targets: Float64Array;
}

/** A source of random bits. */
export interface RandomGenerator {
  /** The next 32 of them, as a signed integer. */
  next(): number;
}

/** Maximum of elements in one tensor, as in native/core/src/shape.rs. */
export const MAX_ELEMENTS = 2 ** 28;

/**
 * A generator for {@link drawSamples}: the same seed draws the same samples everywhere.
 *
 * @param seed 0 to 2^32 − 1
 * @throws RangeError for any other seed, which would draw the samples of another one
 */
export function sampleGenerator(seed: number): RandomGenerator {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new RangeError(`seed: expected 0–${2 ** 32 - 1}, got ${String(seed)}`);
  const generator = xoroshiro128plus(seed);
  // Neighbouring seeds start with neighbouring states; the first draws make them different.
  skipN(generator, 64);
  return generator;
}

/**
 * Draws samples of a task. Each input is a uniform number below 2^bits, written least significant bit first, followed
 * by the zeros of the task's extra steps. If a machine has unspecified steps, each step takes a random input among
 * those that may come.
 *
 * @throws MachineError for an invalid task, or a state in which no input may come; RangeError for sizes out of bounds
 */
export function drawSamples(
  given: TaskInput,
  generator: RandomGenerator,
  samples: number,
  bits: number,
): Samples {
  const task = checkTask(given);
  const width = task.inputs.length;
  checkSize('bits', bits, 2 ** 20);
  const steps = bits + extraStepsOf(task);
  checkSize('samples', samples, Math.floor(MAX_ELEMENTS / (steps * Math.max(width, task.outputs.length))));
  const inputs = new Float64Array(samples * steps * width);
  if (task.next.includes(UNSPECIFIED)) walkSpecified(task, generator, inputs, samples, steps);
  else drawNumbers(generator, inputs, { samples, steps, width, bits });
  return { samples, steps, inputs, targets: expectedOutputs(task, inputs, samples, steps) };
}

function checkSize(name: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new RangeError(`${name}: expected 1–${max}, got ${String(value)}`);
}

/** Uniform bits for each sample, input by input. */
function drawNumbers(
  generator: RandomGenerator,
  inputs: Float64Array,
  { samples, steps, width, bits }: { samples: number; steps: number; width: number; bits: number },
): void {
  for (let sample = 0; sample < samples; sample++) {
    for (let input = 0; input < width; input++) {
      let word = 0;
      for (let bit = 0; bit < bits; bit++) {
        if (bit % 32 === 0) word = generator.next();
        inputs[(sample * steps + bit) * width + input] = (word >>> (bit % 32)) & 1;
      }
    }
  }
}

/** A random walk over the steps that may come, for each sample. */
function walkSpecified(
  { inputs: names, states, initial, next }: Machine,
  generator: RandomGenerator,
  inputs: Float64Array,
  samples: number,
  steps: number,
): void {
  const width = names.length;
  const words = 2 ** width;
  const allowed = states.map((_, state) =>
    Array.from({ length: words }, (_, word) => word).filter(
      (word) => next[state * words + word] !== UNSPECIFIED,
    ),
  );
  for (let sample = 0; sample < samples; sample++) {
    let state = initial;
    for (let step = 0; step < steps; step++) {
      const choices = allowed[state] as number[];
      if (choices.length === 0) {
        throw new MachineError(
          `states[${state}] (${states[state]})`,
          'expected an input that may come; every step from here is unspecified, so no stream goes on',
        );
      }
      const word = choices[(generator.next() >>> 0) % choices.length] as number;
      for (let input = 0; input < width; input++)
        inputs[(sample * steps + step) * width + input] = (word >> input) & 1;
      state = next[state * words + word] as number;
    }
  }
}

/** One sample's streams: the bits over time of each feature. */
export function sampleStreams(
  tensor: Float64Array,
  sample: number,
  steps: number,
  features: number,
): number[][] {
  return Array.from({ length: features }, (_, feature) =>
    Array.from({ length: steps }, (_, step) => tensor[(sample * steps + step) * features + feature] ?? 0),
  );
}

function expectedOutputs(task: Task, inputs: Float64Array, samples: number, steps: number): Float64Array {
  const { next, output } = task;
  const width = task.inputs.length;
  const features = task.outputs.length;
  const targets = new Float64Array(samples * steps * features);
  for (let sample = 0; sample < samples; sample++) {
    let state = task.initial;
    for (let step = sample * steps; step < (sample + 1) * steps; step++) {
      let index = state << width;
      for (let input = 0; input < width; input++) index |= (inputs[step * width + input] as number) << input;
      const word = output[index] as number;
      for (let feature = 0; feature < features; feature++)
        targets[step * features + feature] = (word >> feature) & 1;
      state = next[index] as number;
    }
  }
  return targets;
}
