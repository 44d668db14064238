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
  const steps = checkSampleSize(task, samples, bits);
  const drawn = {
    samples,
    steps,
    inputs: new Float64Array(samples * steps * width),
    targets: new Float64Array(samples * steps * task.outputs.length),
  };
  if (task.next.includes(UNSPECIFIED)) walkSpecified(task, generator, drawn);
  else drawNumbers(task, generator, drawn, bits);
  return drawn;
}

/** How many steps such samples have. @throws RangeError for sizes out of bounds */
export function checkSampleSize(task: Task, samples: number, bits: number): number {
  checkSize('bits', bits, 2 ** 20);
  const steps = bits + extraStepsOf(task);
  const features = Math.max(task.inputs.length, task.outputs.length);
  checkSize('samples', samples, Math.floor(MAX_ELEMENTS / (steps * features)));
  return steps;
}

function checkSize(name: string, value: number, max: number): void {
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new RangeError(`${name}: expected 1–${max}, got ${String(value)}`);
}

/**
 * Uniform bits for each sample, input by input, and the outputs that belong to them: in one pass, because a short
 * training spends most of its JavaScript here, before V8 has compiled it.
 */
function drawNumbers(
  { inputs: { length: width }, outputs: { length: features }, initial, next, output }: Machine,
  generator: RandomGenerator,
  { samples, steps, inputs, targets }: Samples,
  bits: number,
): void {
  const words = new Int32Array(width * Math.ceil(bits / 32));
  const wordsOfInput = words.length / width;
  let at = 0;
  let to = 0;
  for (let sample = 0; sample < samples; sample++) {
    for (let word = 0; word < words.length; word++) words[word] = generator.next();
    let state = initial;
    for (let step = 0; step < steps; step++) {
      let index = state << width;
      for (let input = 0; input < width; input++, at++) {
        if (step >= bits) continue;
        const bit = ((words[input * wordsOfInput + (step >>> 5)] as number) >>> (step & 31)) & 1;
        inputs[at] = bit;
        index |= bit << input;
      }
      const word = output[index] as number;
      for (let feature = 0; feature < features; feature++, to++) targets[to] = (word >> feature) & 1;
      state = next[index] as number;
    }
  }
}

/** A random walk over the steps that may come, for each sample. */
function walkSpecified(
  { inputs: names, outputs: { length: features }, states, initial, next, output }: Machine,
  generator: RandomGenerator,
  { samples, steps, inputs, targets }: Samples,
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
    for (let step = sample * steps; step < (sample + 1) * steps; step++) {
      const choices = allowed[state] as number[];
      if (choices.length === 0) {
        throw new MachineError(
          `states[${state}] (${states[state]})`,
          'expected an input that may come; every step from here is unspecified, so no stream goes on',
        );
      }
      const word = choices[(generator.next() >>> 0) % choices.length] as number;
      const index = state * words + word;
      for (let input = 0; input < width; input++) inputs[step * width + input] = (word >> input) & 1;
      for (let feature = 0; feature < features; feature++)
        targets[step * features + feature] = ((output[index] as number) >> feature) & 1;
      state = next[index] as number;
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
