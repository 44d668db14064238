import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { RecordedClock } from '../machine/formats/vcd-clock.ts';
import type { Words } from '../machine/index.ts';
import { decoderFor } from '../network/text-decoder.ts';
import {
  type Notation,
  neverComes,
  neverText,
  numbersFromLines,
  numbersFromWords,
  randomInputs,
  type StreamInput,
  stepsFromLines,
  wordsFromLines,
} from '../runtime/index.ts';
import { inputWords, type RecordedStream, recordedStreams, type Task } from '../tasks/index.ts';
import { RecordedComparison } from '../view/recorded.ts';
import { CommandError, EXIT } from './exit.ts';
import { say } from './terminal.ts';

export interface Source extends Notation {
  readonly clock?: RecordedClock;
  readonly file?: string;
  readonly raw?: string;
  readonly in?: string;
  readonly inFile?: string;
  readonly random?: true;
  readonly seed: number;
  readonly bits: number;
  readonly count?: number;
}

/** The input of a stream: numbers, or steps as an Adder takes them. */
export type Opened =
  | {
      readonly kind: 'numbers';
      readonly numbers: AsyncIterable<StreamInput>;
      /** The outputs that were recorded of the same streams, for comparison. */
      readonly recorded?: RecordedComparison;
      close(): void;
    }
  | { readonly kind: 'steps'; readonly steps: AsyncIterable<Uint8Array>; close(): void };

/** Opens the source that the flags name. `onNote` gets the assumptions about it. */
export async function openSource(
  task: Task,
  given: readonly string[],
  flags: Source,
  onNote: (text: string) => void,
): Promise<Opened> {
  const { file, raw, count, base, bitOrder } = flags;
  const notation = { base, bitOrder };
  if (flags.clock !== undefined && !/\.vcd$/i.test(flags.inFile ?? ''))
    throw new CommandError('--clock: expected --in-file FILE.vcd with it; leave --clock out', EXIT.usage);
  if (bitOrder !== undefined && base !== 2)
    throw new CommandError('--bit-order: expected --base 2 with it', EXIT.usage);
  if ((base ?? 'auto') !== 'auto' && given.length === 0 && file === undefined)
    throw new CommandError('--base: expected numbers or --file with it', EXIT.usage);
  if (given.length > 0) {
    const others = (['file', 'raw', 'in', 'inFile', 'random'] as const).filter(
      (name) => flags[name] !== undefined,
    );
    if (others.length > 0) {
      const named = others.map((name) => (name === 'inFile' ? '--in-file' : `--${name}`)).join(' and ');
      throw new CommandError(
        `numbers are given (${given.join(' ')}), and ${named}; one of them is enough`,
        EXIT.usage,
      );
    }
    const numbers = operands(task, given, notation);
    return { kind: 'numbers', numbers: repeat(numbers, count ?? 1), close() {} };
  }
  if (flags.in !== undefined) {
    const words = inputsOf(task, flags.in);
    if (words.length === 0) throw new CommandError('--in: expected inputs, got none', EXIT.usage);
    const never = neverComes(task, words);
    if (never !== undefined)
      throw new CommandError(`--in: ${neverText(task, never)}; expected inputs that may come`, EXIT.usage);
    return { kind: 'numbers', numbers: repeat(words, count ?? 1), close() {} };
  }
  if (flags.inFile !== undefined && /\.(csv|tsv|vcd)$/i.test(flags.inFile))
    return recordings(task, flags.inFile, flags.clock, count);
  if (flags.inFile !== undefined) {
    const input = await inputFrom(flags.inFile);
    const streams = first(
      wordsFromLines(task, linesOf(input, flags.inFile), said(flags.inFile, onNote)),
      count ?? Number.POSITIVE_INFINITY,
    );
    return { kind: 'numbers', numbers: streams, close: () => input.destroy() };
  }
  if (raw !== undefined) {
    const input = await inputFrom(raw);
    return {
      kind: 'steps',
      steps: stepsFromLines(task, linesOf(input, raw), said(raw, onNote)),
      close: () => input.destroy(),
    };
  }
  if (file !== undefined) {
    const input = await inputFrom(file);
    const numbers = first(
      numbersFromLines(task, linesOf(input, file), { ...said(file, onNote), ...notation }),
      count ?? Number.POSITIVE_INFINITY,
    );
    return { kind: 'numbers', numbers, close: () => input.destroy() };
  }
  const { seed, bits } = flags;
  if (!(seed >= 0 && seed < 2 ** 32))
    throw new CommandError(`--seed: expected 0–${2 ** 32 - 1}, got ${seed}`, EXIT.usage);
  if (!(bits >= 1 && bits <= 2 ** 20))
    throw new CommandError(`--bits: expected 1–${2 ** 20}, got ${bits}`, EXIT.usage);
  const random = randomInputs(task, seed, bits, count ?? 10);
  return { kind: 'numbers', numbers: asynchronous(random), close() {} };
}

/** Recorded streams with their recorded outputs. */
async function recordings(
  task: Task,
  path: string,
  clock: RecordedClock | undefined,
  count = 1,
): Promise<Opened> {
  const { recordingsIn } = await import('./recordings-file.ts');
  const recorded = await recordingsIn(path, { clock }, task.outputs);
  try {
    const { streams, notes } = recordedStreams(task, recorded);
    for (const note of notes) say(`${path}: ${note}`, process.stderr);
    return {
      kind: 'numbers',
      numbers: all(streams, count),
      recorded: new RecordedComparison(task, streams),
      close() {},
    };
  } catch (error) {
    throw error instanceof RangeError ? new CommandError(`${path}: ${error.message}`, EXIT.usage) : error;
  }
}

async function* all(streams: readonly RecordedStream[], count: number): AsyncGenerator<StreamInput> {
  for (let index = 0; index < count; index++) for (const { inputs } of streams) yield inputs;
}

function inputsOf(task: Task, list: string): Words {
  if (/[^,\s]\s*,\s*$/.test(list))
    throw new CommandError(
      '--in: expected an input behind the last comma, got none; leave the comma out',
      EXIT.usage,
    );
  try {
    return inputWords(task, list);
  } catch (error) {
    throw new CommandError(`--in: ${(error as Error).message}`, EXIT.usage);
  }
}

function operands(task: Task, given: readonly string[], notation: Notation): bigint[] {
  try {
    return numbersFromWords(task, given.join(' '), notation);
  } catch (error) {
    // A machine that does not calculate is given inputs rather than numbers.
    const isHint = task.reading === undefined && given.some((word) => !/^\d/.test(word));
    const hint = isHint ? `; for inputs, --in ${given.join(',')}` : '';
    throw new CommandError(`${(error as Error).message}${hint}`, EXIT.usage);
  }
}

async function inputFrom(path: string): Promise<Readable> {
  if (path === '-') return process.stdin;
  const file = await open(path);
  if ((await file.stat()).isDirectory()) {
    await file.close();
    throw new CommandError(`${path}: expected a file, got a folder`, EXIT.usage);
  }
  return file.createReadStream();
}

/** Longest line that is read: two numbers of two million digits. */
const MAX_LINE_CHARACTERS = 4 * 2 ** 20;

const said = (path: string, onNote: (text: string) => void) => ({
  source: path === '-' ? 'the standard input' : path,
  onNote,
});

async function* linesOf(input: Readable, source: string): AsyncGenerator<string> {
  let rest = '';
  let decoder: ReturnType<typeof decoderFor> | undefined;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    decoder ??= decoderFor(chunk);
    // The line feed after a carriage return may be in the next chunk.
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARACTERS)
      throw new CommandError(
        `${source}: expected lines of at most ${MAX_LINE_CHARACTERS} characters, got a longer one`,
        EXIT.usage,
      );
    yield* lines;
  }
  if (rest !== '') yield* rest.replace(/\r$/, '').split('\r');
}

async function* repeat<Item>(item: Item, count: number): AsyncGenerator<Item> {
  for (let index = 0; index < count; index++) yield item;
}

async function* first<Item>(items: AsyncIterable<Item>, count: number): AsyncGenerator<Item> {
  let left = count;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}

async function* asynchronous<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}
