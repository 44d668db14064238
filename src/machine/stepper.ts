import { checkMachine } from './check-machine.ts';
import { type Machine, type MachineInput, UNSPECIFIED } from './machine.ts';

/**
 * Anything that takes steps: a machine, a fixed cell, a packed automaton, a board. Words are packed bits, the first one
 * lowest. A board returns promises.
 */
export interface Stepper<Output extends number | Promise<number> = number> {
  /** Returns to the initial state. */
  reset(): Output extends number ? void : void | Promise<void>;
  /** Takes one step's input word and gives its output word. @throws RangeError for a word beyond the inputs */
  step(word: number): Output;
}

/** A stepper whose whole state is a few integers that can be read and set. */
export interface Explorable extends Stepper {
  readonly inputs: number;
  /** (size); set its elements to continue from another state. */
  readonly state: Int32Array;
}

/**
 * Steps through a machine. An unspecified step gives {@link UNSPECIFIED} instead of an output word, and so does every
 * step after it until {@link reset}: nothing is known then, and no output bit matters.
 */
export class MachineStepper implements Explorable {
  readonly machine: Machine;
  readonly inputs: number;
  /** (1): index into the machine's states, or UNSPECIFIED. */
  readonly state: Int32Array;
  /** The output bits of the last step that matter, packed. */
  care = 0;

  /** @throws MachineError */
  constructor(machine: MachineInput) {
    this.machine = checkMachine(machine);
    this.inputs = machine.inputs.length;
    this.state = Int32Array.of(machine.initial);
  }

  reset(): void {
    this.state[0] = this.machine.initial;
  }

  step(word: number): number {
    const { machine, state } = this;
    checkWord(word, this.inputs);
    const from = state[0] as number;
    const index = (from << this.inputs) | word;
    const next = from === UNSPECIFIED ? UNSPECIFIED : (machine.next[index] as number);
    state[0] = next;
    if (next === UNSPECIFIED) {
      this.care = 0;
      return UNSPECIFIED;
    }
    this.care = machine.care[index] as number;
    return machine.output[index] as number;
  }

  /** Whether an output word is allowed for the last step, which gave `due`. */
  allows(output: number, due: number): boolean {
    return ((output ^ due) & this.care) === 0;
  }
}

/** @throws RangeError for a word that is not a packed step of this many inputs */
export function checkWord(word: number, inputs: number): void {
  if (!Number.isInteger(word) || word < 0 || word >= 1 << inputs)
    throw new RangeError(
      `input word: expected 0–${(1 << inputs) - 1} for ${inputs} inputs, got ${String(word)}`,
    );
}
