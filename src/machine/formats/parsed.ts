import { MAX_INPUTS, MAX_OUTPUTS } from '../limits.ts';
import type { Machine } from '../machine.ts';
import type { Symbols } from '../symbols.ts';
import { FormatError } from './format-error.ts';

/** The machine in a text of some format. */
export interface Parsed {
  readonly machine: Machine;
  readonly symbols?: Symbols | undefined;
  /**
   * What a module says beside its machine: a sentence, and how numbers are read. Checked where a task is made of it.
   */
  readonly about?: unknown;
  readonly reading?: unknown;
  /** What was assumed, chosen or ignored, one sentence each. */
  readonly notes: readonly string[];
}

/** Maximum of states in a text; a network has at most as many hidden units. */
export const MAX_READ_STATES = 256;

/** @throws FormatError for a number of bits that a machine may not have */
export function checkBits(side: 'input' | 'output', bits: number, line?: number): void {
  const max = side === 'input' ? MAX_INPUTS : MAX_OUTPUTS;
  if (!Number.isInteger(bits) || bits < 1 || bits > max) {
    const advice = bits > max ? `; split the machine, or leave out ${side}s that it does not need` : '';
    throw new FormatError(line, `expected 1–${max} ${side} bits, got ${bits}${advice}`);
  }
}

/** @throws FormatError for too many states */
export function checkStates(states: number, line?: number): void {
  if (states <= MAX_READ_STATES) return;
  throw new FormatError(
    line,
    `expected at most ${MAX_READ_STATES} states, got more; minimize the machine or split it into smaller ones`,
  );
}

/** `i0`, `i1`, …: names for bits without names. */
export function bitNames(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index}`);
}
