import { readFileSync } from 'node:fs';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { proven } from '../fixed/networks.ts';

const two = { inputs: 2, hidden: 2, outputs: 1, weightBits: 2, tableBits: 2, fractionBits: 0 };

/** An adder of 34 bits: one-bit states and a table that is not monotone. */
export const adder34: FixedNetwork = {
  ...two,
  stateBits: 1,
  indexShift: 1,
  initialState: [0, 0],
  inputWeights: [-2, -1, -2, -1],
  stateBias: [0, -1],
  recurrentWeights: [-1, 0, -2, 1],
  outputWeights: [1, 0],
  outputBias: [0],
  table: [-1, 0, -1, 0],
};

/** An adder of 38 bits with tanh's table. */
export const adder38: FixedNetwork = {
  ...two,
  stateBits: 2,
  fractionBits: 1,
  indexShift: 1,
  initialState: [0, -2],
  inputWeights: [-2, -1, -2, -1],
  stateBias: [1, 1],
  recurrentWeights: [1, 1, 0, 0],
  outputWeights: [1, -2],
  outputBias: [0],
  table: [0, 1, -1, 0],
};

/** The adder of docs/spec.md section 2. */
export const adder54: FixedNetwork = {
  ...{ inputs: 2, hidden: 3, outputs: 1, weightBits: 2, stateBits: 2, tableBits: 1 },
  ...{ fractionBits: -1, indexShift: 2 },
  initialState: [1, 1, 1],
  inputWeights: [1, -2, -1, -2, 1, -1],
  stateBias: [0, 0, 1],
  recurrentWeights: [0, 0, 0, 0, 0, 0, -1, -1, 1],
  outputWeights: [1, 1, 1],
  outputBias: [0],
  table: [1, -2],
};

/** A network of three states, trained to be the tray of machines.ts. */
export const tray: FixedNetwork = JSON.parse(readFileSync(new URL('tray.json', import.meta.url), 'utf8'));

/** Pairs that streams of specified steps lead to, [machine state, ...network state], found by a plain search. */
export function reachablePairs(network: FixedNetwork, machine: Machine): number[][] {
  const pairs = [[machine.initial, ...network.initialState]];
  const seen = new Set([pairs[0]?.join()]);
  const cell = new FixedCell(network);
  const width = machine.inputs.length;
  for (const [state = 0, ...from] of pairs) {
    for (let word = 0; word < 2 ** width; word++) {
      const next = machine.next[(state << width) | word] as number;
      if (next < 0) continue;
      cell.state.set(from);
      cell.step(word);
      const pair = [next, ...cell.state];
      if (seen.has(pair.join())) continue;
      seen.add(pair.join());
      pairs.push(pair);
    }
  }
  return pairs;
}

/** Steps of a shortest stream on which the network goes wrong, by a plain search; 0 if there is none. */
export function shortestFailure(network: FixedNetwork, machine: Machine): number {
  const width = machine.inputs.length;
  const cell = new FixedCell(network);
  let level = [[machine.initial, ...network.initialState]];
  const seen = new Set([level[0]?.join()]);
  for (let steps = 1; level.length > 0; steps++) {
    const following: number[][] = [];
    for (const [state = 0, ...from] of level) {
      for (let word = 0; word < 2 ** width; word++) {
        const index = (state << width) | word;
        const next = machine.next[index] as number;
        if (next < 0) continue;
        cell.state.set(from);
        const wrong = (cell.step(word) ^ (machine.output[index] as number)) & (machine.care[index] as number);
        if (wrong !== 0) return steps;
        const pair = [next, ...cell.state];
        if (seen.has(pair.join())) continue;
        seen.add(pair.join());
        following.push(pair);
      }
    }
    level = following;
  }
  return 0;
}

/** The network with another first input weight. */
export function weightChanged(network: FixedNetwork): FixedNetwork {
  const [first = 0, ...others] = network.inputWeights;
  return { ...network, inputWeights: [-first - 1, ...others] };
}

/** What `train` makes of a task by default. */
export async function defaultNetwork(task: string): Promise<FixedNetwork> {
  return (await proven(task)).fixed;
}
