import fc from 'fast-check';
import type { StandAlonePins } from '../../src/board/index.ts';
import type { FixedNetwork } from '../../src/index.ts';

/** Any pins that a network can have on an Uno. */
export const chosenPins = ({
  inputs,
  outputs,
}: Pick<FixedNetwork, 'inputs' | 'outputs'>): fc.Arbitrary<StandAlonePins> =>
  fc.tuple(drawn(2, 7, inputs + 2), drawn(8, 13, outputs)).map(([[clk = '', reset = '', ...rest], out]) => ({
    ...{ inputs: rest, clk, reset },
    outputs: out,
  }));

const drawn = (min: number, max: number, count: number) =>
  fc.shuffledSubarray(
    Array.from({ length: max - min + 1 }, (_, at) => `${min + at}`),
    { minLength: count, maxLength: count },
  );
