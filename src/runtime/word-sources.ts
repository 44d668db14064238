import { UNSPECIFIED, wordText } from '../machine/index.ts';
import { requireIterable, requireObject, requireText } from '../machine/require.ts';
import { inputWords, sampleGenerator, type Task } from '../tasks/index.ts';
import { SourceError } from './sources.ts';

/**
 * Streams from lines of symbols or bits; each line goes on where the one before ended, an empty line begins a new
 * stream. What follows a # is passed over.
 *
 * @throws SourceError naming the line
 */
export async function* wordsFromLines(task: Task, lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  requireObject('task', task, 'inputs');
  requireIterable('lines', lines);
  let stream: number[] = [];
  let at = 0;
  for await (const line of lines) {
    requireText('line', line);
    at += 1;
    const text = line.replace(/#.*/, '').trim();
    try {
      if (text !== '') stream.push(...inputWords(task, text));
    } catch (error) {
      throw error instanceof RangeError ? new SourceError(`line ${at}: ${error.message}`) : error;
    }
    if (line.trim() === '' && stream.length > 0) {
      yield Uint8Array.from(stream);
      stream = [];
    }
  }
  if (stream.length > 0) yield Uint8Array.from(stream);
}

/**
 * Random walks over the steps that a machine specifies, each from the initial state; the same seed walks the same.
 *
 * @throws SourceError for a state in which no input may come
 */
export function* randomWalks(task: Task, seed: number, steps: number, count: number): Generator<Uint8Array> {
  const generator = sampleGenerator(seed);
  const all = 2 ** task.inputs.length;
  const allowed = task.states.map((_, state) =>
    Array.from({ length: all }, (_, word) => word).filter(
      (word) => task.next[state * all + word] !== UNSPECIFIED,
    ),
  );
  for (let index = 0; index < count; index++) {
    let state = task.initial;
    yield Uint8Array.from({ length: steps }, () => {
      const choices = allowed[state] as number[];
      if (choices.length === 0)
        throw new SourceError(
          `no input may come in the state ${task.states[state]}; give a stream with --in`,
        );
      const word = choices[(generator.next() >>> 0) % choices.length] as number;
      state = task.next[state * all + word] as number;
      return word;
    });
  }
}

/** The first step of a stream that a machine takes never to come: its number from 1, and its text. */
export function neverComes(task: Task, words: Uint8Array): { step: number; text: string } | undefined {
  let state = task.initial;
  for (const [index, word] of words.entries()) {
    const next = task.next[state * 2 ** task.inputs.length + word] as number;
    if (next === UNSPECIFIED) return { step: index + 1, text: wordText(task, 'inputs', word) };
    state = next;
  }
  return undefined;
}
