/**
 * A Mealy machine as data: what a network is to do, step by step. Tables are indexed by
 * `state << inputs.length | word`, where a word packs a step's bits, the first one lowest.
 */
export interface Machine {
  readonly name: string;
  /** Names of the input bits of a step. */
  readonly inputs: readonly string[];
  /** Names of the output bits of a step. */
  readonly outputs: readonly string[];
  /** Names of the states, each once; a state is an index into them. */
  readonly states: readonly string[];
  /** The state at the start and after a reset. */
  readonly initial: number;
  /** (states, 2^inputs): the state after the step; {@link UNSPECIFIED} where this input never comes in this state. */
  readonly next: readonly number[];
  /** (states, 2^inputs): the output word of the step; bits that nobody cares for are 0. */
  readonly output: readonly number[];
  /** (states, 2^inputs): the output bits that matter, packed; 0 where the step is unspecified. */
  readonly care: readonly number[];
}

/** A machine as people write it: without `care` every output bit of a specified step matters. */
export type MachineInput = Omit<Machine, 'care'> & Partial<Pick<Machine, 'care'>>;

/** Stands in {@link Machine.next} where an input is assumed never to come. */
export const UNSPECIFIED = -1;

/** Bits of a step's input. */
export const MAX_INPUTS = 12;
/** Bits of a step's output. */
export const MAX_OUTPUTS = 16;
/** States of a machine. */
export const MAX_STATES = 2 ** 20;
/** Entries of a machine's table: states · 2^inputs. */
export const MAX_TRANSITIONS = 2 ** 22;

/** Characters of a name. */
export const MAX_NAME = 64;
