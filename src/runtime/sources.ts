import { UNSPECIFIED } from '../machine/index.ts';
import { requireList, requireObject } from '../machine/require.ts';
import { sampleGenerator, type Task } from '../tasks/index.ts';
import type { StreamInput } from './stream-results.ts';
import { randomWalks } from './word-sources.ts';

/** Maximum of bits in a random number. */
const MAX_BITS = 2 ** 24;

/**
 * Uniform numbers below 2^bits, one for each input of the task; the same seed gives the same numbers.
 *
 * @param count how many, or Infinity
 * @throws RangeError
 */
export function randomNumbers(
  task: Pick<Task, 'inputs'>,
  seed: number,
  bits: number,
  count: number,
): Generator<bigint[]> {
  requireObject('task', task, 'inputs');
  requireList('task.inputs', task.inputs);
  const generator = sampleGenerator(seed);
  if (!Number.isInteger(bits) || bits < 1 || bits > MAX_BITS)
    throw new RangeError(`bits: expected 1–${MAX_BITS}, got ${bits}`);
  if (!(count >= 0)) throw new RangeError(`count: expected 0 or more, got ${count}`);
  return draws(task, generator, bits, count);
}

function* draws(
  task: Pick<Task, 'inputs'>,
  generator: ReturnType<typeof sampleGenerator>,
  bits: number,
  count: number,
): Generator<bigint[]> {
  const draw = () => {
    const words = Array.from({ length: Math.ceil(bits / 32) }, () => generator.next() >>> 0);
    const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
    return BigInt.asUintN(bits, BigInt(`0x0${digits}`));
  };
  for (let index = 0; index < count; index++) yield task.inputs.map(draw);
}

/**
 * Random inputs that may come: numbers for a task that calculates, else walks over the steps that the machine
 * specifies.
 *
 * @param bits of each number, or steps of each walk
 * @throws RangeError; SourceError for a state in which no input may come
 */
export function randomInputs(task: Task, seed: number, bits: number, count: number): Iterable<StreamInput> {
  return task.reading === undefined || task.next.includes(UNSPECIFIED)
    ? randomWalks(task, seed, bits, count)
    : randomNumbers(task, seed, bits, count);
}
