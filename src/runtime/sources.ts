import { requireIterable, requireList, requireObject, requireText } from '../machine/require.ts';
import { sampleGenerator, type Task } from '../tasks/index.ts';
import { FIRST } from './adder.ts';
import { abridged, parseNumber } from './numbers.ts';

/** Input that is not what it should be; the message names the line. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

/** Bits of the longest random number. */
const MAX_BITS = 2 ** 24;

/**
 * Uniform numbers below 2^bits, one for each input of the task; the same seed draws the same.
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
 * Numbers from lines of text: as many a line as the task has inputs, with white space or a comma between. Empty
 * lines and what follows a # are passed over.
 *
 * @throws SourceError at the first line that says something else
 */
export async function* numbersFromLines(task: Task, lines: AsyncIterable<string>): AsyncGenerator<bigint[]> {
  requireObject('task', task, 'inputs');
  requireIterable('lines', lines);
  let at = 0;
  for await (const line of lines) {
    requireText('line', line);
    at += 1;
    const words = line
      .replace(/#.*/, '')
      .split(/[\s,]+/)
      .filter((word) => word !== '');
    if (words.length === 0) continue;
    if (words.length !== task.inputs.length) {
      throw new SourceError(
        `line ${at} has ${words.length} numbers, the ${task.name} takes ${task.inputs.length}: "${abridged(line.trim())}"`,
      );
    }
    yield words.map((word) => {
      try {
        return parseNumber(word);
      } catch (error) {
        throw new SourceError(`line ${at}: ${(error as Error).message}`);
      }
    });
  }
}

/**
 * Steps for an Adder from lines of bits: each line is a step and holds one bit for each input, first input first;
 * an empty line says that a new number begins with the next.
 *
 * @throws SourceError at the first line that says something else
 */
export async function* stepsFromLines(task: Task, lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  requireObject('task', task, 'inputs');
  requireIterable('lines', lines);
  let at = 0;
  let first = FIRST;
  for await (const line of lines) {
    requireText('line', line);
    at += 1;
    const bits = line.replace(/#.*|\s+/g, '');
    if (bits === '') {
      first = FIRST;
      continue;
    }
    if (bits.length !== task.inputs.length || /[^01]/.test(bits)) {
      throw new SourceError(
        `line ${at} is "${abridged(line.trim())}"; a step of the ${task.name} is ${task.inputs.length === 1 ? 'one bit' : `${task.inputs.length} bits`}, 0 or 1: ${task.inputs.join('')}`,
      );
    }
    yield Uint8Array.of(first | [...bits].reduce((packed, bit, index) => packed | (Number(bit) << index), 0));
    first = 0;
  }
}
