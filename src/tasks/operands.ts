import { emptyWords, type Words } from '../machine/index.ts';
import { requireList, requireObject, requireWhole } from '../machine/require.ts';
import { extraStepsOf } from './reading.ts';
import type { Task } from './task.ts';

/** How many steps numbers take: the bits of the longest one, plus the extra steps of the task's reading. */
export function stepsFor(task: Pick<Task, 'reading'>, numbers: readonly bigint[]): number {
  requireObject('task', task);
  requireNumbers(numbers);
  const bits = numbers.map((number) => (number === 0n ? 0 : number.toString(2).length));
  return Math.max(1, ...bits) + extraStepsOf(task);
}

/**
 * Numbers as the steps of a stream, least significant bit first: bit i of each word is number i's.
 *
 * @param numbers one for each input of the task
 * @returns (steps)
 * @throws RangeError for another count of numbers, when one is negative, or when one needs more steps
 */
export function toSteps(
  task: Pick<Task, 'name' | 'inputs' | 'reading'>,
  numbers: readonly bigint[],
  steps = stepsFor(task, numbers),
): Words {
  requireObject('task', task, 'inputs');
  requireList('task.inputs', task.inputs);
  requireNumbers(numbers);
  requireWhole('steps', steps, 0, 2 ** 28);
  if (numbers.length !== task.inputs.length) {
    throw new RangeError(
      `numbers: expected ${task.inputs.length}, one for each input of the ${task.name}, got ${numbers.length}`,
    );
  }
  const packed = emptyWords(task.inputs.length, steps);
  numbers.forEach((number, input) => {
    if (number < 0n) throw new RangeError(`numbers[${input}]: expected 0 or more, got ${number}`);
    const digits = number.toString(2);
    if (digits.length > steps)
      throw new RangeError(`numbers[${input}]: expected at most ${steps} bits, got ${digits.length}`);
    for (let step = 0; step < digits.length; step++) {
      if (digits[digits.length - 1 - step] === '1') packed[step] = (packed[step] as number) | (1 << input);
    }
  });
  return packed;
}

function requireNumbers(numbers: readonly bigint[]): void {
  requireList('numbers', numbers);
  const bad = numbers.findIndex((number) => typeof number !== 'bigint');
  if (bad >= 0) throw new RangeError(`numbers[${bad}]: expected a bigint, got ${typeof numbers[bad]}`);
}

/** The bits over time of one input or output of packed steps. */
export function stream(packed: Words, feature: number): number[] {
  return Array.from(packed, (word) => (word >> feature) & 1);
}
