import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adder,
  CertificateError,
  certificate,
  type FixedNetwork,
  type Machine,
  MachineStepper,
  prove,
  UNSPECIFIED,
  verifyCertificate,
} from '../../src/index.ts';
import { anyNetwork, pairsOf, proven } from '../fixed/networks.ts';
import { machines } from '../machine/machines.ts';

/** A network and a machine of its inputs and outputs. */
const both = anyNetwork.chain((network) =>
  fc.tuple(
    fc.constant(network),
    machines({ maxInputs: network.inputs, maxOutputs: network.outputs, maxStates: 3 }).filter(
      ({ inputs, outputs }) => inputs.length === network.inputs && outputs.length === network.outputs,
    ),
  ),
);

/** The machine that a network is itself, with some outputs that nobody cares for and some steps left out. */
const itself = anyNetwork
  .filter(({ hidden, inputs }) => hidden <= 3 && inputs <= 2)
  .chain((network) => fc.tuple(fc.constant(network), fc.infiniteStream(fc.nat({ max: 9 }))))
  .map(([network, dice]) => {
    const pairs = prove(network, anything(network), 3000);
    if (pairs.verdict !== 'proven') return undefined;
    const { nodes, next, output } = pairs.pairs;
    const largest = 2 ** network.outputs - 1;
    const kept = Array.from(next, (to) => (dice.next().value === 0 ? UNSPECIFIED : to));
    const care = kept.map((to) => (to === UNSPECIFIED ? 0 : dice.next().value < 3 ? largest >> 1 : largest));
    const machine: Machine = {
      ...anything(network),
      states: Array.from({ length: nodes }, (_, node) => `n${node}`),
      next: kept,
      output: Array.from(output, (word, index) => word & (care[index] ?? 0)),
      care,
    };
    return { network, machine };
  })
  .filter((each) => each !== undefined);

/** A machine of one state that cares for nothing: what every network does. */
function anything({ inputs, outputs }: FixedNetwork): Machine {
  const none = new Array<number>(2 ** inputs).fill(0);
  const names = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at}`);
  return {
    name: 'anything',
    inputs: names('i', inputs),
    outputs: names('o', outputs),
    states: ['any'],
    initial: 0,
    next: none,
    output: none,
    care: none,
  };
}

describe('prover and checker, which share no code', () => {
  test('agree on any network and machine', () => {
    fc.assert(
      fc.property(both, ([network, machine]) => {
        const proof = prove(network, machine, 2000);
        if (proof.verdict !== 'proven') return;
        expect(verifyCertificate(network, machine, certificate(network, machine, proof))).toEqual({
          pairs: proof.pairs.nodes,
          transitions: proof.transitions,
        });
      }),
    );
  });

  test('agree on what a network does itself, and on each pair that is taken out of the certificate', () => {
    fc.assert(
      fc.property(itself, fc.nat(), ({ network, machine }, which) => {
        const proof = prove(network, machine);
        if (proof.verdict !== 'proven') throw new Error('a network is not proven against itself');
        const sound = certificate(network, machine, proof);
        expect(verifyCertificate(network, machine, sound).transitions).toBe(proof.transitions);
        const less = { ...sound, pairs: sound.pairs.toSpliced(which % sound.pairs.length, 1) };
        expect(() => verifyCertificate(network, machine, less)).toThrow(CertificateError);
      }),
      { numRuns: 60 },
    );
  });

  test('agree on each output bit and next state of a machine that is changed', () => {
    fc.assert(
      fc.property(itself, fc.nat(), fc.nat(), ({ network, machine }, which, bit) => {
        const reached = machine.next.flatMap((to, index) => (to === UNSPECIFIED ? [] : [index]));
        const index = reached[which % Math.max(1, reached.length)];
        const mask = 1 << (bit % network.outputs);
        if (index === undefined || ((machine.care[index] ?? 0) & mask) === 0) return;
        const changed = {
          ...machine,
          output: machine.output.with(index, (machine.output[index] ?? 0) ^ mask),
        };
        const proof = prove(network, machine);
        if (proof.verdict !== 'proven') throw new Error('a network is not proven against itself');
        const state = index >> network.inputs;
        // States that the steps left out made unreachable may say anything.
        const isReached = pairsOf(proof).some((pair) => pair.machine === state);
        expect(prove(network, changed).verdict).toBe(isReached ? 'disproved' : 'proven');
        const forged = { ...certificate(network, machine, proof), machine: changed };
        if (isReached) expect(() => verifyCertificate(network, changed, forged)).toThrow(CertificateError);
        else expect(verifyCertificate(network, changed, forged).pairs).toBe(proof.pairs.nodes);
      }),
      { numRuns: 60 },
    );
  });

  test('refuse the same malformed machines and networks', async () => {
    const { fixed, task, proof } = await proven();
    const sound = certificate(fixed, task, proof);
    const refused = (network: FixedNetwork, machine: Machine) => {
      expect(() => prove(network, machine)).toThrow(/expected/);
      expect(() => verifyCertificate(network, machine, { ...sound, machine })).toThrow(CertificateError);
    };
    for (const change of [
      { states: ['same', 'same'] },
      { initial: 2 },
      { next: adder.next.with(3, 2) },
      { next: adder.next.with(3, undefined as never) },
      { output: adder.output.with(1, 2) },
      { output: adder.output.slice(1) },
      { care: adder.care.with(0, 3) },
      { states: [] },
      { inputs: ['a', 'a'] },
    ])
      refused(fixed, { ...task, ...change } as Machine);
    for (const change of [
      { stateBias: [127, 127, 127] },
      { recurrentWeights: fixed.recurrentWeights.with(0, 128) },
      { recurrentWeights: fixed.recurrentWeights.with(0, 0.5) },
      { table: fixed.table.slice(1) },
      { hidden: 2 },
      { stateBits: 9 },
      { indexShift: -1 },
      { initialState: [0, 0, Number.NaN] },
    ])
      refused({ ...fixed, ...change } as FixedNetwork, task);
  });
});

test('states 65,536 apart are told apart: a machine of 70,000 states that a network cannot count to is disproved', () => {
  // Puts out 0 until the last state is reached, then 1: no small network does that.
  const count = 70_000;
  const states = Array.from({ length: count }, (_, state) => `s${state}`);
  const next = states.flatMap((_, state) => [Math.min(state + 1, count - 1), Math.min(state + 1, count - 1)]);
  const output = next.map((_, index) => (index >> 1 === count - 1 ? 1 : 0));
  const care = next.map(() => 1);
  const counter: Machine = {
    ...{ name: 'count', inputs: ['x'], outputs: ['y'], states, initial: 0 },
    ...{ next, output, care },
  };
  const silent: FixedNetwork = {
    ...{ inputs: 1, hidden: 1, outputs: 1, weightBits: 2, stateBits: 2, tableBits: 1 },
    ...{ fractionBits: 0, indexShift: 0 },
    initialState: [0],
    inputWeights: [0],
    stateBias: [0],
    recurrentWeights: [0],
    outputWeights: [0],
    outputBias: [-1],
    table: [0, 0],
  };
  const proof = prove(silent, counter);
  if (proof.verdict !== 'disproved') throw new Error(proof.verdict);
  expect(proof.counterexample.inputs).toHaveLength(count);
  const machine = new MachineStepper(counter);
  expect(proof.counterexample.inputs.map((word) => machine.step(word)).at(-1)).toBe(1);
});
