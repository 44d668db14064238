import {
  checkMachine,
  checkSymbols,
  type Machine,
  MachineError,
  type MachineInput,
  type Symbols,
} from '../machine/index.ts';

/**
 * What a network has to learn: a machine and, for machines that calculate, how people read the numbers that go through
 * it. Samples, expected outputs and the specification of the proof all come from this definition.
 */
export interface Task extends Machine {
  /** A sentence for people. */
  readonly about?: string | undefined;
  readonly reading?: Reading | undefined;
  /** Names of whole words. */
  readonly symbols?: Symbols | undefined;
}

/** A task as people write it; every machine is one. */
export type TaskInput = MachineInput & Pick<Task, 'about' | 'reading' | 'symbols'>;

/** How people read the numbers that go through a machine, least significant bit first, one at each input. */
export interface Reading {
  /** The text between the operands: `+`. */
  readonly operator: string;
  /** Steps after the last bit of the longest operand, with all inputs 0: room for the carry. */
  readonly extraSteps: number;
  /** The meaning of an output's bits: a number, a number in two's complement, or two words for the last bit. */
  readonly output: 'unsigned' | 'signed' | readonly [zero: string, one: string];
}

/** Maximum of characters in {@link Task.about}. */
export const MAX_ABOUT = 400;
/** Maximum of characters in {@link Reading.operator}. */
export const MAX_OPERATOR = 8;
/** Maximum of {@link Reading.extraSteps}. */
export const MAX_EXTRA_STEPS = 64;

/** Checks a task completely and returns a copy. @throws MachineError naming the first thing that is wrong */
export function checkTask(value: TaskInput): Task {
  const machine = checkMachine(value);
  const { about, reading, symbols } = value;
  if (about !== undefined) checkText('about', about, MAX_ABOUT);
  return {
    ...machine,
    ...(about !== undefined && { about }),
    ...(reading !== undefined && { reading: checkReading(reading) }),
    ...(symbols !== undefined && { symbols: checkSymbols(symbols, machine) }),
  };
}

function checkReading(value: Reading): Reading {
  if (typeof value !== 'object' || value === null)
    throw new MachineError('reading', `expected an object, got ${String(value)}`);
  const { operator, extraSteps, output } = value;
  checkText('reading.operator', operator, MAX_OPERATOR);
  if (!Number.isInteger(extraSteps) || extraSteps < 0 || extraSteps > MAX_EXTRA_STEPS) {
    throw new MachineError('reading.extraSteps', `expected 0–${MAX_EXTRA_STEPS}, got ${String(extraSteps)}`);
  }
  if (Array.isArray(output)) {
    if (output.length !== 2)
      throw new MachineError('reading.output', `expected two words, got ${output.length}`);
    output.forEach((word, index) => {
      checkText(`reading.output[${index}]`, word, MAX_OPERATOR * 4);
    });
  } else if (output !== 'unsigned' && output !== 'signed') {
    throw new MachineError(
      'reading.output',
      `expected "unsigned", "signed" or two words, got ${String(output)}`,
    );
  }
  return { operator, extraSteps, output };
}

function checkText(place: string, value: unknown, max: number): void {
  if (typeof value !== 'string' || value.length > max || /\p{C}/u.test(value))
    throw new MachineError(place, `expected text of at most ${max} characters, got ${JSON.stringify(value)}`);
}
