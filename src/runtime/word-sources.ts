import { packText, UNSPECIFIED, type Words, wordList, wordText } from '../machine/index.ts';
import { requireObject } from '../machine/require.ts';
import { inputWords, sampleGenerator, type Task } from '../tasks/index.ts';
import { Comparison, neverText } from './comparison.ts';
import { DataLines, type SourceOptions } from './data-lines.ts';
import { abridged } from './numbers.ts';
import { isPlotted, plottedStep } from './plotted-step.ts';
import { SourceError } from './source-error.ts';

/**
 * Streams from lines of symbols or bits. Each line continues the one before; an empty line begins a new stream. Text
 * after a # is skipped. A line of `stream`'s output, also with `--json`, is a stream of its own; with `--plotter` it is
 * a step.
 *
 * @throws SourceError naming the line, for an input that never comes, and for a source without inputs
 */
export async function* wordsFromLines(
  task: Task,
  lines: AsyncIterable<string>,
  options: SourceOptions = {},
): AsyncGenerator<Words> {
  requireObject('task', task, 'inputs');
  const data = new DataLines(lines, options);
  const defined = new Comparison(task);
  let stream: number[] = [];
  let isEmpty = true;
  const end = () => {
    const words = wordList(task.inputs.length, stream);
    stream = [];
    defined.reset();
    return words;
  };
  const add = (word: number, output?: number) => {
    const never = defined.take(word, output);
    if (never !== undefined) throw data.error(neverText(task, never));
    if (defined.verdict === 'wrong')
      throw data.error(
        `states ${wordText(task, 'outputs', output as number)}, which is not what the ${task.name} gives there`,
      );
    stream.push(word);
  };
  for await (const line of data) {
    const isJson =
      line.startsWith('{') && task.symbols?.inputs?.some(([name]) => name.startsWith('{')) !== true;
    const printed = isJson
      ? jsonInputs(line, data)
      : / → /.test(line)
        ? printedInputs(task, line, data)
        : undefined;
    if ((line === '' || printed !== undefined) && stream.length > 0) yield end();
    if (line === '') continue;
    if (isPlotted(line)) {
      const { inputs, first, outputs } = data.at(() => plottedStep(task, line));
      if (first && stream.length > 0) yield end();
      add(packText(inputs), outputs === undefined ? undefined : packText(outputs));
      isEmpty = false;
      continue;
    }
    const words = data.at(() => inputWords(task, printed ?? line));
    if (words.length === 0) continue;
    isEmpty = false;
    for (const word of words) add(word);
    if (printed !== undefined) yield end();
  }
  if (stream.length > 0) yield end();
  if (isEmpty) throw data.nothing('inputs');
}

/** The inputs of a document of `stream --json`; empty for a document without inputs. */
function jsonInputs(line: string, data: DataLines): string {
  let value: { event?: unknown; inputs?: unknown };
  try {
    value = JSON.parse(line);
  } catch {
    throw data.error(`expected a JSON object, got "${abridged(line)}"`);
  }
  const { event, inputs } = value;
  if (event === 'end') return '';
  if (event !== 'answer' || !Array.isArray(inputs) || !inputs.every((each) => typeof each === 'string'))
    throw data.error(`expected an answer of stream --json with its inputs, got "${abridged(line)}"`);
  return inputs.join(' ');
}

/** The inputs of `coin,button → ok,tea  ✓`, or of `a 101  b 011 → sum 110  ✓`, as words. */
function printedInputs(task: Task, line: string, data: DataLines): string {
  const [before = ''] = line.split(' → ');
  if (line.includes('…'))
    throw data.error(`"${abridged(line)}" is abridged; write the streams with stream --json`);
  if (task.symbols?.inputs !== undefined || task.symbols?.outputs !== undefined) return before;
  const rows = before.split('  ').map((row) => row.split(' '));
  const isAsDue =
    rows.length === task.inputs.length &&
    rows.every(([name, , more], index) => name === task.inputs[index] && more === undefined);
  if (!isAsDue) throw data.error(`expected ${task.inputs.join(', ')}, got "${abridged(before)}"`);
  const [first = ''] = rows.map(([, bits = '']) => bits);
  return [...first].map((_, step) => rows.map(([, bits = '']) => bits[step] ?? '').join('')).join(' ');
}

/**
 * Random walks over the steps that a machine specifies, each from the initial state; the same seed gives the same
 * walks.
 *
 * @throws SourceError for a state in which no input may come
 */
export function* randomWalks(task: Task, seed: number, steps: number, count: number): Generator<Words> {
  const generator = sampleGenerator(seed);
  const all = 2 ** task.inputs.length;
  const allowed = task.states.map((_, state) =>
    Array.from({ length: all }, (_, word) => word).filter(
      (word) => task.next[state * all + word] !== UNSPECIFIED,
    ),
  );
  for (let index = 0; index < count; index++) {
    let state = task.initial;
    const words = Array.from({ length: steps }, () => {
      const choices = allowed[state] as number[];
      if (choices.length === 0)
        throw new SourceError(
          `no input may come in the state ${task.states[state]}; give a stream with --in`,
        );
      const word = choices[(generator.next() >>> 0) % choices.length] as number;
      state = task.next[state * all + word] as number;
      return word;
    });
    yield wordList(task.inputs.length, words);
  }
}
