import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adder, FixedCell, type FixedNetwork, parity, prove, type Task } from '../../src/index.ts';
import { anyNetwork, proven } from '../fixed/networks.ts';

describe('a proof', () => {
  test('of a trained adder counts what it can reach, and nothing it can reach goes wrong', async () => {
    const { fixed, proof } = await proven('adder', 1);
    expect(proof.pairs.states).toHaveLength(proof.pairs.nodes * 4);
    expect(proof.transitions).toBe(proof.pairs.nodes * 4);
    expect(proof.margin).toBeGreaterThan(0);
    expect(firstMistake(fixed, adder, 8)).toBeUndefined();
  });

  test('and the search for a shortest mistake agree on any network', () => {
    fc.assert(
      fc.property(adderLike, (network) => {
        const proof = prove(network, adder);
        const mistake = firstMistake(network, adder, 5);
        if (proof.verdict === 'proven') expect(mistake).toBeUndefined();
        else if (proof.verdict === 'disproved') {
          const { length } = proof.counterexample.inputs;
          if (length <= 5 || mistake !== undefined) expect(mistake).toBe(length);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('never survives a change that makes the network wrong: every constant of an adder, moved by one', async () => {
    const { fixed } = await proven('adder', 1, { weightBits: 3, stateBits: 2, tableBits: 2 });
    let disproved = 0;
    for (const changed of neighbours(fixed)) {
      const { verdict } = prove(changed, adder);
      const mistake = firstMistake(changed, adder, 7);
      if (verdict === 'proven') expect(mistake).toBeUndefined();
      if (mistake !== undefined) expect(verdict).toBe('disproved');
      if (verdict === 'disproved') disproved += 1;
    }
    expect(disproved).toBeGreaterThan(5);
  });

  test('that goes wrong replays: the counterexample is wrong at its last step and right before', async () => {
    const { fixed } = await proven('adder', 1);
    const broken = { ...fixed, outputBias: [-60] };
    const proof = prove(broken, adder);
    if (proof.verdict !== 'disproved') throw new Error(proof.verdict);
    const { inputs, expected, actual } = proof.counterexample;
    const last = inputs.length - 1;
    expect(actual.slice(0, last)).toEqual(expected.slice(0, last));
    expect(actual[last]).not.toBe(expected[last]);
  });

  test('is given up, not guessed, when more pairs are reachable than allowed', async () => {
    const { fixed, proof } = await proven('adder', 3);
    expect(prove(fixed, adder, proof.pairs.nodes - 1).verdict).toBe('undecided');
    expect(prove(fixed, adder, proof.pairs.nodes).verdict).toBe('proven');
  });

  test('is refused for a task with other inputs', async () => {
    const { fixed } = await proven('adder', 1);
    expect(() => prove(fixed, parity)).toThrow(
      'expected 1 inputs and 1 outputs, as the machine parity has, got 2 and 1',
    );
  });
});

/** Networks with the adder's interface. */
const adderLike = anyNetwork.map(
  (network): FixedNetwork => ({
    ...network,
    inputs: 2,
    outputs: 1,
    inputWeights: Array.from({ length: 2 * network.hidden }, (_, index) => network.inputWeights[index] ?? 0),
    outputWeights: network.outputWeights.filter((_, index) => index % network.outputs === 0),
    outputBias: network.outputBias.slice(0, 1),
  }),
);

/** The length of the shortest stream on which network and task differ, by trying all up to `limit` steps. */
function firstMistake(network: FixedNetwork, task: Task, limit: number): number | undefined {
  const cell = new FixedCell(network);
  let frontier = [{ state: [...network.initialState], expected: task.initial }];
  for (let length = 1; length <= limit; length++) {
    const next: typeof frontier = [];
    for (const { state, expected } of frontier) {
      for (let inputs = 0; inputs < 1 << task.inputs.length; inputs++) {
        cell.state.set(state);
        const index = (expected << task.inputs.length) | inputs;
        if (cell.step(inputs) !== task.output[index]) return length;
        next.push({ state: [...cell.state], expected: task.next[index] ?? -1 });
      }
    }
    frontier = next;
  }
  return undefined;
}

/** Every network that differs in one constant by one, within the widths. */
function* neighbours(fixed: FixedNetwork): Generator<FixedNetwork> {
  const { weightBits, stateBits } = fixed;
  const fields = {
    inputWeights: weightBits,
    stateBias: weightBits,
    recurrentWeights: weightBits,
    outputWeights: weightBits,
    outputBias: weightBits,
    table: stateBits,
    initialState: stateBits,
  };
  for (const [name, bits] of Object.entries(fields) as [keyof typeof fields, number][]) {
    for (const [index, value] of fixed[name].entries()) {
      for (const moved of [value - 1, value + 1]) {
        if (moved < -(2 ** (bits - 1)) || moved >= 2 ** (bits - 1)) continue;
        yield { ...fixed, [name]: fixed[name].with(index, moved) };
      }
    }
  }
}
