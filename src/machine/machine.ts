/**
 * A Mealy machine as data: it says what a network has to do in each step. Tables are indexed by `state << inputs.length
 * | word`, where a word packs a step's bits, the first one lowest.
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
  /** (states, 2^inputs): the state after the step; {@link UNSPECIFIED} if this input never comes in this state. */
  readonly next: readonly number[];
  /** (states, 2^inputs): the output word of the step; don't-care bits are 0. */
  readonly output: readonly number[];
  /** (states, 2^inputs): the output bits that matter, packed; 0 where the step is unspecified. */
  readonly care: readonly number[];
}

/** A machine as people write it: without `care` every output bit of a specified step matters. */
export type MachineInput = Omit<Machine, 'care'> & Partial<Pick<Machine, 'care'>>;

/** The value in {@link Machine.next} for an input that is assumed never to come. */
export const UNSPECIFIED = -1;

/** Maximum of characters in a name. */
export const MAX_NAME = 64;
