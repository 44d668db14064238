import type { Gates } from '../../src/formats/gates.ts';

/** Computes gates without latches: input bits in, output bits out. */
export function simulateGates({ inputs, ands, outputs }: Gates): (bits: readonly number[]) => number[] {
  return (bits) => {
    const values = [0, ...bits];
    const of = (literal: number) => (values[literal >> 1] as number) ^ (literal & 1);
    if (bits.length !== inputs.length)
      throw new RangeError(`expected ${inputs.length} bits, got ${bits.length}`);
    for (const [high, low] of ands) values.push(of(high) & of(low));
    return outputs.map(({ literal }) => of(literal));
  };
}
