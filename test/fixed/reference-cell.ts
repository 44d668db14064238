import type { FixedNetwork } from '../../src/fixed/index.ts';

/** A cell as every implementation must behave: packed bits in and out, and a state to set and read. */
export interface TestCell {
  state: readonly number[];
  step(inputs: number): number;
}

/** docs/spec.md section 2 written down once more, in BigInt, with every partial sum held to 16 bits. */
export function referenceCell(network: FixedNetwork): TestCell {
  const { inputs, hidden, outputs, indexShift } = network;
  const one = 1n << BigInt(network.stateBits - 1);
  const half = 1n << BigInt(network.tableBits - 1);
  const at = (values: readonly number[], index: number) => BigInt(values[index] ?? Number.NaN);
  const sum16 = (terms: readonly bigint[]) =>
    terms.reduce((sum, term) => {
      const next = sum + term;
      if (BigInt.asIntN(16, next) !== next) throw new Error(`accumulator overflow: ${next}`);
      return next;
    }, 0n);
  const count = (length: number) => Array.from({ length }, (_, index) => index);
  return {
    state: network.initialState,
    step(bits) {
      const before = this.state;
      this.state = count(hidden).map((j) => {
        const acc = sum16([
          one * at(network.stateBias, j),
          ...count(inputs).map(
            (i) => BigInt((bits >> i) & 1) * one * at(network.inputWeights, i * hidden + j),
          ),
          ...count(hidden).map((k) => at(before, k) * at(network.recurrentWeights, k * hidden + j)),
        ]);
        const shifted = acc >> BigInt(indexShift);
        const index = shifted < -half ? -half : shifted > half - 1n ? half - 1n : shifted;
        return network.table[Number((index + 2n * half) % (2n * half))] ?? Number.NaN;
      });
      return count(outputs).reduce((packed, o) => {
        const terms = count(hidden).map(
          (j) => at(this.state, j) * at(network.outputWeights, j * outputs + o),
        );
        return sum16([one * at(network.outputBias, o), ...terms]) >= 0n ? packed | (1 << o) : packed;
      }, 0);
    },
  };
}
