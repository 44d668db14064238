// The stream that cells and automata are run on: the same bits for everyone.
import { createHash } from 'node:crypto';
import {
  adder,
  DEFAULT_TRAINING,
  drawSamples,
  packSteps,
  sampleGenerator,
  train,
} from '../dist/src/index.js';
import { SEED } from './cases.mjs';

/** Bit pairs in one chunk. */
export const CHUNK = 2 ** 20;

/** The default training: a proven adder. */
export function provenAdder() {
  return train(adder, DEFAULT_TRAINING);
}

/** Packed input bits, (steps), and what the task itself answers, as a digest. */
export function stream() {
  const { inputs, targets } = drawSamples(adder, sampleGenerator(SEED), 1, CHUNK - 1);
  const steps = new Uint8Array(CHUNK);
  for (let step = 0; step < CHUNK; step++) steps[step] = inputs[step * 2] | (inputs[step * 2 + 1] << 1);
  return { steps, expected: digest(packSteps(Uint8Array.from(targets), 1)[0]) };
}

/** A digest of the first {@link CHUNK} output bits, packed. */
export function digest(plane) {
  return createHash('sha256')
    .update(plane.subarray(0, CHUNK / 8))
    .digest('hex');
}
