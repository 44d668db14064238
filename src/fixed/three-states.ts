import type { Words } from '../machine/index.ts';
import type { CellConstants } from './cell-constants.ts';

/**
 * The steps of a cell with three states and one output, with the state in local variables: docs/spec.md section 2
 * written out for these sizes. Inputs must be in range. Returns the last step's logit.
 */
export function runThreeStates(
  { indexShift, min, max, mask, starts, recurrent, output, outputStarts, table }: CellConstants,
  state: Int32Array,
  inputs: Words,
  outputs: Words,
): number {
  const [r00 = 0, r01 = 0, r02 = 0, r10 = 0, r11 = 0, r12 = 0, r20 = 0, r21 = 0, r22 = 0] = recurrent;
  const [o0 = 0, o1 = 0, o2 = 0] = output;
  const [start = 0] = outputStarts;
  let [s0 = 0, s1 = 0, s2 = 0] = state;
  let logit = 0;
  for (let step = 0; step < inputs.length; step++) {
    const at = (inputs[step] as number) * 3;
    const i0 =
      ((starts[at] as number) + Math.imul(s0, r00) + Math.imul(s1, r10) + Math.imul(s2, r20)) >> indexShift;
    const i1 =
      ((starts[at + 1] as number) + Math.imul(s0, r01) + Math.imul(s1, r11) + Math.imul(s2, r21)) >>
      indexShift;
    const i2 =
      ((starts[at + 2] as number) + Math.imul(s0, r02) + Math.imul(s1, r12) + Math.imul(s2, r22)) >>
      indexShift;
    // Two comparisons are a third faster here than Math.min and Math.max.
    s0 = table[(i0 < min ? min : i0 > max ? max : i0) & mask] as number;
    s1 = table[(i1 < min ? min : i1 > max ? max : i1) & mask] as number;
    s2 = table[(i2 < min ? min : i2 > max ? max : i2) & mask] as number;
    logit = (start + Math.imul(s0, o0) + Math.imul(s1, o1) + Math.imul(s2, o2)) | 0;
    // The inverted sign bit is 1 for logit ≥ 0.
    outputs[step] = ~logit >>> 31;
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  return logit;
}
