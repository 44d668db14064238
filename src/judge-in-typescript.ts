import type { Judgement as NativeJudgement } from '#addon';
import {
  type FixedNetwork,
  QuantizeError,
  quantizeRounded,
  ROUNDINGS,
  type Rounding,
  type Widths,
} from './fixed/index.ts';
import { MAX_LATER_PAIRS, MAX_PAIRS, type Machine } from './machine/index.ts';
import { prove } from './proof/index.ts';
import { type FloatNetwork, floatNetwork, type Shape } from './training/index.ts';

/** The verdict on a network; `rounding` is an index into {@link ROUNDINGS}. */
export type Judgement = Omit<NativeJudgement, 'margin'>;

/** The judge for platforms without the addon, made of the quantizer and the prover. */
export function judgeInTypeScript(
  machine: Machine,
  shape: Shape,
  widths: Widths,
  parameters: Float64Array,
  roundings: number,
): Judgement {
  const float = floatNetwork(shape, parameters);
  const judgeRounding = (rounding: number, maxPairs: number): Judgement => {
    const fixed = roundedIfFits(float, widths, rounding);
    if (fixed === undefined) return { verdict: 'not quantizable', rounding };
    const proof = prove(fixed, machine, maxPairs);
    if (proof.verdict === 'proven') return { verdict: 'proven', rounding, pairs: proof.pairs.nodes };
    if (proof.verdict === 'undecided') return { verdict: 'undecided', rounding, pairs: proof.pairs };
    return { verdict: 'disproved', rounding, counterexample: Uint32Array.from(proof.counterexample.inputs) };
  };
  const first = judgeRounding(0, MAX_PAIRS);
  if (first.verdict === 'proven') return first;
  for (let rounding = 1; rounding < Math.min(roundings, ROUNDINGS.length); rounding++) {
    const later = judgeRounding(rounding, MAX_LATER_PAIRS);
    if (later.verdict === 'proven') return later;
  }
  return first;
}

function roundedIfFits(float: FloatNetwork, widths: Widths, rounding: number): FixedNetwork | undefined {
  try {
    return quantizeRounded(float, widths, ROUNDINGS[rounding] as Rounding);
  } catch (error) {
    if (error instanceof QuantizeError) return undefined;
    throw error;
  }
}
