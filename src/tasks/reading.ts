import { toNumber } from '../machine/index.ts';
import { requireList, requireObject } from '../machine/require.ts';
import type { Task } from './task.ts';

/** The text between the operands when a sample is printed. */
export function operatorOf({ reading }: Pick<Task, 'reading'>): string {
  return reading?.operator ?? '';
}

/** How many steps follow the last bit of the longest operand. */
export function extraStepsOf({ reading }: Pick<Task, 'reading'>): number {
  return reading?.extraSteps ?? 0;
}

/** The value of an output's bits, least significant first; the bits themselves if the task has no reading. */
export function readOutput(task: Pick<Task, 'reading'>, bits: readonly number[]): string {
  requireObject('task', task);
  requireList('bits', bits);
  const { reading } = task;
  if (reading === undefined) return bits.join('');
  const { output } = reading;
  if (output === 'unsigned') return toNumber(bits).toString();
  if (output === 'signed') return BigInt.asIntN(bits.length, toNumber(bits)).toString();
  return output[bits.at(-1) === 1 ? 1 : 0];
}
