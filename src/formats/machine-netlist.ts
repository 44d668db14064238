import { type Machine, UNSPECIFIED } from '../machine/machine.ts';
import { indexWidth, type NetlistBuilder } from './netlist.ts';

/** The results of one step of a machine, as nodes. */
export interface MachineStep {
  /** The next state, {@link stateWidth} bits; 0 after an unspecified step. */
  readonly next: number;
  /** The output word, (outputs) bits. */
  readonly output: number;
  /** The output bits that matter, (outputs) bits. */
  readonly care: number;
  /** One bit: 0 if the step is not specified; null if every step is specified. */
  readonly specified: number | null;
}

/** Bits of a machine's state as a number. */
export function stateWidth({ states }: Machine): number {
  return indexWidth(states.length);
}

/**
 * One step of a machine, its tables as lookups at `state << inputs | word`.
 *
 * @param state a word of {@link stateWidth} bits.
 * @param inputs (inputs) words of one bit.
 */
export function machineStep(
  builder: NetlistBuilder,
  machine: Machine,
  state: number,
  inputs: readonly number[],
): MachineStep {
  const index = builder.join([...inputs, state]);
  const outputs = machine.outputs.length;
  const specified = machine.next.map((next) => (next === UNSPECIFIED ? 0 : 1));
  return {
    next: builder.lookup(
      index,
      machine.next.map((next) => (next === UNSPECIFIED ? 0 : next)),
      stateWidth(machine),
    ),
    output: builder.lookup(index, machine.output, outputs),
    care: builder.lookup(index, machine.care, outputs),
    specified: specified.includes(0) ? builder.lookup(index, specified, 1) : null,
  };
}
