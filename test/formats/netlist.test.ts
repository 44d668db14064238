import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { cellStep } from '../../src/formats/cell-netlist.ts';
import { gates } from '../../src/formats/gates.ts';
import { machineCircuit, networkCircuit } from '../../src/formats/hardware-netlist.ts';
import { lookupTree } from '../../src/formats/lookup-tree.ts';
import { miter } from '../../src/formats/miter.ts';
import { type Netlist, NetlistBuilder } from '../../src/formats/netlist.ts';
import { anyNetwork } from '../fixed/networks.ts';
import { simulateGates } from './gate-simulator.ts';
import { Interpreter } from './interpreter.ts';
import { adderMachine, comparatorMachine, parityMachine, trayMachine } from './machines.ts';
import { adder34, adder38, adder54, reachablePairs, tray } from './networks.ts';

/** Words of input bits, a few dozen. */
const streams = fc.array(fc.nat(15), { minLength: 1, maxLength: 30 });

describe('one step of the cell as a netlist', () => {
  test('is the cell, for any network, state and input', () => {
    fc.assert(
      fc.property(anyNetwork, streams, (network, stream) => {
        const netlist = freeCell(network);
        const interpreter = new Interpreter(netlist);
        const cell = new FixedCell(network);
        for (const word of masked(stream, network.inputs)) {
          const state = Array.from(cell.state);
          const outputs = cell.step(word);
          const got = interpreter.step({ ...bits(word, network.inputs), ...words(state, network.stateBits) });
          expect(Object.values(got)).toEqual([
            ...Array.from(cell.state, (value) => value & (2 ** network.stateBits - 1)),
            ...Object.values(bits(outputs, network.outputs)),
          ]);
        }
      }),
    );
  });
});

describe('a circuit of a network', () => {
  test('answers as the cell after every step, from any contents of its registers and with resets anywhere', () => {
    fc.assert(
      fc.property(
        anyNetwork,
        streams,
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (network, stream, unknown, every) => {
          const interpreter = new Interpreter(networkCircuit('network', network), unknown);
          const cell = new FixedCell(network);
          interpreter.step({ reset: 1, ...bits(0, network.inputs) });
          let expected: number | null = null;
          for (const [at, word] of masked(stream, network.inputs).entries()) {
            const reset = at % every === 0 ? 1 : 0;
            const outputs = Object.values(interpreter.step({ reset, ...bits(word, network.inputs) }));
            if (expected !== null) expect(outputs).toEqual(Object.values(bits(expected, network.outputs)));
            if (reset) cell.reset();
            expected = reset ? null : cell.step(word);
          }
        },
      ),
    );
  });

  test.each(Object.entries({ adder34, adder38, adder54, tray }))(
    'of %s adds a clock and no step',
    (_, network) => {
      const interpreter = new Interpreter(networkCircuit('network', network), 1);
      const cell = new FixedCell(network);
      interpreter.step({ reset: 1, ...bits(0, network.inputs) });
      interpreter.step({ reset: 0, ...bits(3, network.inputs) });
      const first = cell.step(3);
      expect(Object.values(interpreter.step({ reset: 0, ...bits(1, network.inputs) }))).toEqual(
        Object.values(bits(first, network.outputs)),
      );
    },
  );
});

test.each([adderMachine, comparatorMachine, parityMachine, trayMachine])(
  'the circuit of the machine $name takes its steps',
  (machine) => {
    const width = machine.inputs.length;
    const interpreter = new Interpreter(machineCircuit('machine', machine));
    interpreter.step({ reset: 1, ...bits(0, width) });
    let state = machine.initial;
    let expected: number | null = null;
    for (let at = 0; at < 300; at++) {
      let word = (at * at + (at >> 3)) % 2 ** width;
      if ((machine.next[(state << width) | word] as number) < 0) word = 0;
      const outputs = Object.values(interpreter.step({ reset: 0, ...bits(word, width) }));
      if (expected !== null) expect(outputs).toEqual(Object.values(bits(expected, machine.outputs.length)));
      const index = (state << width) | word;
      expected = machine.output[index] as number;
      state = machine.next[index] as number;
    }
  },
);

describe('the miter', () => {
  test.each([
    [adder34, adderMachine],
    [adder38, adderMachine],
    [adder54, adderMachine],
    [tray, trayMachine],
  ])('of a right network stays 0 on every reachable step', (network, machine) => {
    const interpreter = new Interpreter(miter('miter', network, machine));
    const width = machine.inputs.length;
    const registers = [...interpreter.registers.keys()];
    for (const [state = 0, ...from] of reachablePairs(network, machine)) {
      for (let word = 0; word < 2 ** width; word++) {
        const contents = [...Object.values(words(from, network.stateBits)), state, 1];
        registers.forEach((register, at) => {
          interpreter.registers.set(register, contents[at] as number);
        });
        expect(interpreter.step(bits(word, width))).toEqual({ bad: 0 });
      }
    }
  });

  test('is 1 in the first wrong step and not before', () => {
    const broken = { ...adder54, outputBias: [-2] };
    const interpreter = new Interpreter(miter('miter', broken, adderMachine));
    const cell = new FixedCell(broken);
    let state = 0;
    for (let at = 0; at < 200; at++) {
      const word = (at * 7 + (at >> 2)) % 4;
      const index = (state << 2) | word;
      expect(interpreter.step(bits(word, 2)).bad).toBe(
        cell.step(word) === adderMachine.output[index] ? 0 : 1,
      );
      state = adderMachine.next[index] as number;
    }
  });

  test('holds nothing against a network after a step that never comes, nor outputs that nobody cares for', () => {
    const silent = { ...tray, outputWeights: tray.outputWeights.map(() => 0), outputBias: [-1, 0] };
    const interpreter = new Interpreter(miter('miter', silent, trayMachine));
    // Empty stays right without things put in; "full" is not looked at when one is put and taken at once.
    expect([0, 2, 3].map((word) => interpreter.step(bits(word, 2)).bad)).toEqual([0, 0, 0]);
    expect(interpreter.step(bits(1, 2)).bad).toBe(1);
    const full = new Interpreter(miter('miter', silent, trayMachine));
    for (const word of [1, 1, 1, 1]) full.step(bits(word, 2));
    expect([3, 1, 1, 0].map((word) => full.step(bits(word, 2)).bad)).toEqual([0, 0, 0, 0]);
  });

  test('refuses a machine with other outputs', () => {
    expect(() => miter('miter', adder54, trayMachine)).toThrow(
      'expected 2 inputs and 2 outputs as of the machine tray, got a network with 2 and 1',
    );
  });
});

describe('gates', () => {
  test('compute what the words do, for any network', () => {
    fc.assert(
      fc.property(anyNetwork, streams, (network, stream) => {
        const netlist = freeCell(network);
        const interpreter = new Interpreter(netlist);
        const simulate = simulateGates(gates(netlist));
        let state: readonly number[] = network.initialState;
        for (const word of masked(stream, network.inputs)) {
          const inputs = { ...bits(word, network.inputs), ...words(state, network.stateBits) };
          const expected = Object.values(interpreter.step(inputs));
          const widths = netlist.outputs.map(({ node }) => netlist.nodes[node]?.width as number);
          const ports = netlist.inputs.map(
            ({ name, node }) => [name, netlist.nodes[node]?.width as number] as const,
          );
          const flat = ports.flatMap(([name, width]) =>
            Object.values(bits((inputs as Record<string, number>)[name] as number, width)),
          );
          expect(simulate(flat)).toEqual(
            expected.flatMap((value, at) => Object.values(bits(value, widths[at] as number))),
          );
          const half = 2 ** (network.stateBits - 1);
          state = expected
            .slice(0, network.hidden)
            .map((value) => (value >= half ? value - 2 * half : value));
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('a lookup tree gives the value at each index and 0 beyond the last', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }), (values) => {
      const at = lookupTree<(index: number) => number>(
        values,
        6,
        (value) => () => value,
        (bit, one, zero) => (index) => ((index >> bit) & 1 ? one(index) : zero(index)),
      );
      for (let index = 0; index < 64; index++) expect(at(index)).toBe(values[index] ?? 0);
    }),
  );
});

/** The cell with its state as inputs and its next state and outputs as outputs. */
function freeCell(network: FixedNetwork): Netlist {
  const builder = new NetlistBuilder();
  const inputs = Array.from({ length: network.inputs }, (_, at) => builder.input(`x${at}`));
  const state = network.initialState.map((_, unit) => builder.input(`s${unit}`, network.stateBits));
  const step = cellStep(builder, network, state, inputs);
  return builder.build('cell', [
    ...step.next.map((node, unit) => ({ name: `s${unit}`, node })),
    ...step.outputs.map((node, at) => ({ name: `y${at}`, node })),
  ]);
}

function masked(stream: readonly number[], inputs: number): number[] {
  return stream.map((word) => word & (2 ** inputs - 1));
}

/** x0, x1, … of a packed word. */
function bits(word: number, count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, bit) => [`x${bit}`, (word >> bit) & 1]));
}

/** s0, s1, … as unsigned words. */
function words(state: readonly number[], stateBits: number): Record<string, number> {
  return Object.fromEntries(state.map((value, unit) => [`s${unit}`, value & (2 ** stateBits - 1)]));
}
