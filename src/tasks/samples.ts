import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { skipN } from 'pure-rand/utils/skipN';
import { type Task, tabulate } from './task.ts';

/** Inputs and targets as tensors (samples, steps, features), the last index fastest; each number is a bit. */
export interface Samples {
  readonly samples: number;
  readonly steps: number;
  /** (samples, steps, inputs) */
  readonly inputs: Float64Array;
  /** (samples, steps, outputs) */
  readonly targets: Float64Array;
}

/** A generator for {@link drawSamples}: the same seed (0 to 2^32 − 1) draws the same samples everywhere. */
export function sampleGenerator(seed: number): RandomGenerator {
  const generator = xoroshiro128plus(seed);
  // Neighbouring seeds start with neighbouring states; the first draws spread them.
  skipN(generator, 64);
  return generator;
}

/**
 * Draws samples of a task: each input is a uniform number below 2^bits, written least significant bit first and
 * padded with one 0, so that there are bits + 1 steps and what was carried has room.
 */
export function drawSamples(task: Task, generator: RandomGenerator, samples: number, bits: number): Samples {
  const width = task.inputs.length;
  const steps = bits + 1;
  const inputs = new Float64Array(samples * steps * width);
  for (let sample = 0; sample < samples; sample++) {
    for (let input = 0; input < width; input++) {
      let word = 0;
      for (let bit = 0; bit < bits; bit++) {
        if (bit % 32 === 0) word = generator.next();
        inputs[(sample * steps + bit) * width + input] = (word >>> (bit % 32)) & 1;
      }
    }
  }
  return { samples, steps, inputs, targets: expectedOutputs(task, inputs, samples, steps) };
}

/** One sample's streams: for each feature its bits over time. */
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
  const { next, outputs } = tabulate(task);
  const width = task.inputs.length;
  const features = task.outputs.length;
  const targets = new Float64Array(samples * steps * features);
  for (let sample = 0; sample < samples; sample++) {
    let state = task.initial;
    for (let step = sample * steps; step < (sample + 1) * steps; step++) {
      let index = state << width;
      for (let input = 0; input < width; input++) index |= (inputs[step * width + input] as number) << input;
      const packed = outputs[index] as number;
      for (let output = 0; output < features; output++)
        targets[step * features + output] = (packed >> output) & 1;
      state = next[index] as number;
    }
  }
  return targets;
}
