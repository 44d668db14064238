import { FixedCell } from '../fixed/fixed-cell.ts';
import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Machine } from '../machine/machine.ts';
import { cellStep, outputBit, rowWidth, sum, tableIndex } from './cell-netlist.ts';
import { machineStep, stateWidth } from './machine-netlist.ts';
import { differs } from './miter.ts';
import { indexWidth, type Netlist, NetlistBuilder, signedWidth } from './netlist.ts';

// Circuits that take a step at each rising edge of a clock. While `reset` is 1 they go to the initial state instead.
// The outputs of a step can be read from the edge that took its inputs until the next one.

/** Tables from this many bits on are worth a block RAM. */
const BLOCK_RAM_INDEX_BITS = 6;

/** The fixed network as a circuit, step for step the cell's outputs from any state that a reset leads to. */
export function networkCircuit(name: string, network: FixedNetwork): Netlist {
  return holdsEveryState(network) ? productCircuit(name, network) : codeCircuit(name, network);
}

/** Whether the circuit can hold every state of the cell, and recovers as the cell does. */
export function holdsEveryState({ tableBits }: FixedNetwork): boolean {
  return tableBits >= BLOCK_RAM_INDEX_BITS;
}

/** The machine as a circuit. After an unspecified step anything is allowed: here it goes to state 0. */
export function machineCircuit(name: string, machine: Machine): Netlist {
  const builder = new NetlistBuilder();
  const { reset, inputs } = pins(builder, machine.inputs.length);
  const state = builder.register('state', stateWidth(machine), null);
  const step = machineStep(builder, machine, state, inputs);
  builder.connect(
    state,
    builder.choose(reset, builder.constant(machine.initial, stateWidth(machine)), step.next),
  );
  const outputs = machine.outputs.map((_, at) => {
    const register = builder.register(`y${at}`, 1, null);
    builder.connect(register, builder.slice(step.output, at, 1));
    return { name: `y${at}`, node: register };
  });
  return builder.build(name, outputs);
}

/**
 * For small tables. A register holds the number of its unit's value among the values that the unit can have after a
 * reset; often that is one bit. Other values have no code. So the circuit, unlike the cell, recovers from a state that
 * no stream leads to only by a reset.
 */
function codeCircuit(name: string, network: FixedNetwork): Netlist {
  const { table, stateBits, initialState } = network;
  const builder = new NetlistBuilder();
  const { reset, inputs } = pins(builder, network.inputs);
  const values = unitValues(network);
  const width = (unit: number) => indexWidth((values[unit] as number[]).length);
  const code = (unit: number, value: number) => Math.max((values[unit] as number[]).indexOf(value), 0);
  const registers = initialState.map((_, unit) => builder.register(`s${unit}`, width(unit), null));
  const state = registers.map((register, unit) =>
    builder.lookup(register, values[unit] as number[], stateBits),
  );
  const { indices } = cellStep(builder, network, state, inputs);
  registers.forEach((register, unit) => {
    const codes = table.map((value) => code(unit, value));
    const next = builder.lookup(indices[unit] as number, codes, width(unit));
    const initial = builder.constant(code(unit, initialState[unit] as number), width(unit));
    builder.connect(register, builder.choose(reset, initial, next));
  });
  const outputs = Array.from({ length: network.outputs }, (_, output) => ({
    name: `y${output}`,
    node: outputBit(builder, network, state, output),
  }));
  return builder.build(name, outputs);
}

/** After this many states, every value of the table counts as possible. */
const MAX_EXPLORED_STATES = 4096;

/** The values that each unit can have after a reset and any inputs, in ascending order. */
function unitValues(network: FixedNetwork): number[][] {
  const cell = new FixedCell(network);
  const values = network.initialState.map((value) => new Set([value]));
  const states = [network.initialState];
  const seen = new Set([String(network.initialState)]);
  for (const from of states) {
    if (states.length > MAX_EXPLORED_STATES) {
      for (const set of values) for (const value of network.table) set.add(value);
      break;
    }
    for (let word = 0; word < 2 ** network.inputs; word++) {
      cell.state.set(from);
      cell.step(word);
      const state = Array.from(cell.state);
      if (seen.has(String(state))) continue;
      seen.add(String(state));
      states.push(state);
      for (const [unit, value] of state.entries()) values[unit]?.add(value);
    }
  }
  return values.map((set) => [...set].sort((a, b) => a - b));
}

/**
 * For large tables. A block RAM for each weight holds that weight's product with every entry of the table, so that
 * a step adds words and multiplies nothing. The words that the RAM reads are the state. If the initial state is not in
 * the table, a constant corrects the first step.
 */
function productCircuit(name: string, network: FixedNetwork): Netlist {
  const { hidden, table, stateBits, tableBits, initialState } = network;
  const one = 2 ** (stateBits - 1);
  const builder = new NetlistBuilder();
  const { reset, inputs } = pins(builder, network.inputs);
  const resetIndices = initialState.map((value) => nearest(table, value));
  const errors = initialState.map((value, unit) => value - (table[resetIndices[unit] as number] as number));
  const first = errors.some((error) => error !== 0) ? builder.register('first', 1, null) : null;
  if (first !== null) builder.connect(first, reset);

  // The address of each unit's RAMs is known only when their words are added.
  const reads: { register: number; unit: number; words: readonly number[] }[] = [];
  const read = (unit: number, to: string, words: readonly number[]): number | null => {
    if (words.every((word) => word === 0)) return null;
    const width = signedWidth(Math.max(...words.map(Math.abs)));
    const register = builder.register(`s${unit}_${to}`, width, null);
    reads.push({ register, unit, words });
    return register;
  };
  const rows = (to: string, weight: (from: number) => number, bias: number) =>
    initialState.map((_, from) => {
      const start = from === 0 ? bias : 0;
      return read(
        from,
        to,
        table.map((value) => value * weight(from) + start),
      );
    });

  const addresses = initialState.map((_, unit) => {
    const weight = (from: number) => network.recurrentWeights[from * hidden + unit] as number;
    const inputWeights = inputs.map(
      (_, input) => (network.inputWeights[input * hidden + unit] as number) * one,
    );
    const bias = (network.stateBias[unit] as number) * one;
    const correction = errors.reduce((total, error, from) => total + error * weight(from), 0);
    const bound = [bias, ...inputWeights, ...initialState.map((_, from) => weight(from) * one)];
    const width = rowWidth(bound);
    const words = rows(`${unit}`, weight, 0);
    const starts = inputTerms(builder, inputs, inputWeights, bias, first, correction, width);
    const products = words.map((word) => (word === null ? null : builder.extend(word, width)));
    const index = tableIndex(builder, network, sum(builder, 0, [...products, ...starts], width));
    return builder.choose(reset, builder.constant(resetIndices[unit] as number, tableBits), index);
  });
  const outputs = Array.from({ length: network.outputs }, (_, output) => {
    const weight = (from: number) => network.outputWeights[from * network.outputs + output] as number;
    const bias = (network.outputBias[output] as number) * one;
    const width = rowWidth([bias, ...initialState.map((_, from) => weight(from) * one)]);
    const words = rows(`y${output}`, weight, bias).map((word) =>
      word === null ? null : builder.extend(word, width),
    );
    return {
      name: `y${output}`,
      node: builder.not(builder.slice(sum(builder, 0, words, width), width - 1, 1)),
    };
  });
  for (const { register, unit, words } of reads) {
    builder.connect(register, builder.lookup(addresses[unit] as number, words, builder.width(register)));
  }
  return builder.build(name, outputs);
}

/**
 * The sum of inputs, bias and the correction of the first step: one table if few bits select it, else several words.
 */
function inputTerms(
  builder: NetlistBuilder,
  inputs: readonly number[],
  weights: readonly number[],
  bias: number,
  first: number | null,
  correction: number,
  width: number,
): number[] {
  const choices = [...inputs.map((node, at) => ({ node, value: weights[at] as number }))];
  if (first !== null && correction !== 0) choices.push({ node: first, value: correction });
  const groups: (typeof choices)[] = [];
  for (let at = 0; at < choices.length; at += 4) groups.push(choices.slice(at, at + 4));
  return groups.map((group, number) => {
    const values = Array.from({ length: 2 ** group.length }, (_, word) =>
      group.reduce((total, { value }, bit) => total + ((word >> bit) & 1) * value, number === 0 ? bias : 0),
    );
    return builder.lookup(builder.join(group.map(({ node }) => node)), values, width);
  });
}

function pins(builder: NetlistBuilder, count: number) {
  const reset = builder.input('reset');
  return { reset, inputs: Array.from({ length: count }, (_, at) => builder.input(`x${at}`)) };
}

/** The index of the table's entry nearest to a value. */
function nearest(table: readonly number[], value: number): number {
  return table.reduce(
    (best, entry, index) =>
      Math.abs(entry - value) < Math.abs((table[best] as number) - value) ? index : best,
    0,
  );
}

/**
 * A circuit that watches a network's circuit on the same clock, reset and inputs, and has its outputs as further
 * inputs. `bad` is 1 after a step in which an output that matters is not the machine's, unless there was no reset
 * yet or an unspecified step since the last one.
 */
export function monitorCircuit(name: string, machine: Machine): Netlist {
  const builder = new NetlistBuilder();
  const { reset, inputs } = pins(builder, machine.inputs.length);
  const outputs = machine.outputs.map((_, at) => builder.input(`x${machine.inputs.length + at}`));
  const width = outputs.length;
  const state = builder.register('state', stateWidth(machine), null);
  const step = machineStep(builder, machine, state, inputs);
  builder.connect(
    state,
    builder.choose(reset, builder.constant(machine.initial, stateWidth(machine)), step.next),
  );
  const output = builder.register('expected', width, null);
  builder.connect(output, step.output);
  const care = builder.register('care', width, null);
  builder.connect(care, step.care);
  const assumed = builder.register('assumed', 1, 0);
  const still = step.specified === null ? assumed : builder.and(assumed, step.specified);
  builder.connect(assumed, builder.or(reset, still));
  const stepped = builder.register('stepped', 1, 0);
  builder.connect(stepped, builder.and(builder.not(reset), still));
  const wrong = differs(builder, outputs, { ...step, output, care });
  return builder.build(name, [{ name: 'bad', node: builder.and(stepped, wrong) }]);
}
