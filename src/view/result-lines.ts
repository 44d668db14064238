import type { Words } from '../machine/index.ts';
import { MachineStepper, wordText } from '../machine/index.ts';
import {
  abridged,
  comparisonOf,
  expectedReading,
  neverText,
  readingOf,
  type StreamResult,
  type Verdict,
} from '../runtime/index.ts';
import { extraStepsOf, operatorOf, stream, type Task } from '../tasks/index.ts';
import { count } from './counts.ts';
import { differingText, type RecordedSummary } from './recorded.ts';
import { formatSample } from './sample.ts';
import { expectedTexts, streamText, wordTexts } from './word-lines.ts';

/** Maximum of digits of a number in one line. */
const DIGITS = 40;

/** Maximum of characters of a stream in one line. */
const CHARACTERS = 100;

/** What stands behind a result. */
export const MARKS: Readonly<Record<Verdict, string>> = {
  right: '✓',
  wrong: '✗',
  'not compared': 'not compared',
};

/** The mark, with the correct result, what was recorded instead, or the step from which on nothing is compared. */
function judged(task: Task, result: StreamResult, recorded: string, due: () => string): string {
  const { verdict, never } = comparisonOf(task, result);
  if (verdict === 'wrong') return `${MARKS.wrong} right is ${due()}${recorded === '' ? '' : `; ${recorded}`}`;
  if (recorded !== '') return `${MARKS.wrong} ${recorded}`;
  return never === undefined
    ? MARKS[verdict]
    : `${MARKS[verdict]} from step ${never.step} on: ${neverText(task, never)}`;
}

/**
 * `13 + 4 = 17  ✓`, or the correct result; `coin,button → ok,tea  ✓` for a task that does not calculate.
 *
 * @param recorded how the outputs that were recorded of the same stream compare
 */
export function resultLine(task: Task, result: StreamResult, recorded?: RecordedSummary): string {
  const differing = recorded === undefined ? '' : differingText(task, recorded);
  if (task.reading === undefined) return streamLine(task, result, differing);
  const { numbers } = result;
  const operands = numbers.map((number) => abridged(number.toString(), DIGITS));
  const question = operands.length === 1 ? `${operands[0]}:` : `${operands.join(` ${operatorOf(task)} `)} =`;
  const said = abridged(readingOf(task, result.outputs), DIGITS);
  const due = () => abridged(expectedReading(task, result.inputs), DIGITS);
  return `${question} ${said}${cutText(task, result.inputs)}  ${judged(task, result, differing, due)}`;
}

/** For a stream that ends before its numbers do: 5 + 5 is 2 after three steps, with a carry to come. */
function cutText(task: Task, inputs: Words): string {
  const extra = extraStepsOf(task);
  const isWhole = extra === 0 || inputs.subarray(-extra).every((word) => word === 0);
  return isWhole ? '' : ` after ${count(inputs.length, 'step')}`;
}

function streamLine(task: Task, result: StreamResult, recorded: string): string {
  const text = (side: 'inputs' | 'outputs', texts: readonly string[]) =>
    streamText(task, side, texts, CHARACTERS);
  const line = `${text('inputs', wordTexts(task, 'inputs', result.inputs))} → ${text('outputs', wordTexts(task, 'outputs', result.outputs))}`;
  return `${line}  ${judged(task, result, recorded, () => text('outputs', expectedTexts(task, result.inputs)))}`;
}

/** The tutorial's lines with a tick or a cross, or one line where they would not fit. */
export function resultLines(
  task: Task,
  result: StreamResult,
  columns: number,
  recorded?: RecordedSummary,
): string {
  const { inputs, outputs } = result;
  const widest = Math.max(...result.numbers.map((number) => number.toString().length));
  const named = Math.max(0, ...(task.symbols?.inputs ?? []).map(([name]) => name.length));
  const { verdict } = comparisonOf(task, result);
  if (verdict === 'not compared' || inputs.length * (1 + named) + widest + 12 > columns)
    return resultLine(task, result, recorded);
  const machine = new MachineStepper(task);
  const due = inputs.map(
    (word, step) => (machine.step(word) & machine.care) | ((outputs[step] ?? 0) & ~machine.care),
  );
  const streams = (words: Words, names: readonly string[]) => names.map((_, bit) => stream(words, bit));
  const sample = formatSample(task, {
    inputs: streams(inputs, task.inputs),
    expected: streams(due, task.outputs),
    answers: streams(outputs, task.outputs),
  });
  const differing = recorded === undefined ? '' : differingText(task, recorded);
  return differing === ''
    ? `${sample}   ${MARKS[verdict]}`
    : `${sample}   ${MARKS.wrong}\n${MARKS.wrong} ${differing}`;
}

/** A verdict for programs: null if not everything was compared. */
export const rightJson = (verdict: Verdict) => (verdict === 'not compared' ? null : verdict === 'right');

/** The result for programs; numbers are strings, since JSON numbers may be too short for them. */
export function resultJson(task: Task, result: StreamResult, recorded?: RecordedSummary) {
  const { numbers, inputs, milliseconds } = result;
  const { verdict, never } = comparisonOf(task, result);
  return {
    event: 'answer',
    ...(task.reading === undefined
      ? {
          inputs: wordTexts(task, 'inputs', inputs),
          outputs: wordTexts(task, 'outputs', result.outputs),
          due: expectedTexts(task, inputs),
        }
      : {
          numbers: numbers.map(String),
          answer: readingOf(task, result.outputs),
          expected: expectedReading(task, result.inputs),
        }),
    right: rightJson(verdict),
    ...(recorded && { recorded }),
    ...(never && {
      never: { step: never.step, input: wordText(task, 'inputs', never.word), state: never.state },
    }),
    steps: inputs.length,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
}
