import { MachineStepper } from '../machine/index.ts';
import { abridged, expectedReading, isCorrect, readingOf, type StreamResult } from '../runtime/index.ts';
import { operatorOf, stream, type Task } from '../tasks/index.ts';
import { formatSample } from './sample.ts';
import { expectedTexts, streamText, wordTexts } from './word-lines.ts';

/** Maximum of digits of a number in one line. */
const DIGITS = 40;

/** Maximum of characters of a stream in one line. */
const CHARACTERS = 100;

/** `13 + 4 = 17  ✓`, or the correct result; `coin,button → ok,tea  ✓` for a task that does not calculate. */
export function resultLine(task: Task, result: StreamResult): string {
  if (task.reading === undefined) return streamLine(task, result);
  const { numbers } = result;
  const operands = numbers.map((number) => abridged(number.toString(), DIGITS));
  const question = operands.length === 1 ? `${operands[0]}:` : `${operands.join(` ${operatorOf(task)} `)} =`;
  const said = abridged(readingOf(task, result.outputs), DIGITS);
  if (isCorrect(task, result)) return `${question} ${said}  ✓`;
  return `${question} ${said}  ✗ right is ${abridged(expectedReading(task, result.inputs), DIGITS)}`;
}

function streamLine(task: Task, result: StreamResult): string {
  const text = (side: 'inputs' | 'outputs', texts: readonly string[]) =>
    streamText(task, side, texts, CHARACTERS);
  const line = `${text('inputs', wordTexts(task, 'inputs', result.inputs))} → ${text('outputs', wordTexts(task, 'outputs', result.outputs))}`;
  if (isCorrect(task, result)) return `${line}  ✓`;
  return `${line}  ✗ right is ${text('outputs', expectedTexts(task, result.inputs))}`;
}

/** The tutorial's lines with a tick or a cross, or one line where they would not fit. */
export function resultLines(task: Task, result: StreamResult, columns: number): string {
  const { inputs, outputs } = result;
  const widest = Math.max(...result.numbers.map((number) => number.toString().length));
  const named = Math.max(0, ...(task.symbols?.inputs ?? []).map(([name]) => name.length));
  if (inputs.length * (1 + named) + widest + 12 > columns) return resultLine(task, result);
  const machine = new MachineStepper(task);
  const due = inputs.map(
    (word, step) => (machine.step(word) & machine.care) | ((outputs[step] ?? 0) & ~machine.care),
  );
  const streams = (words: Uint8Array, names: readonly string[]) => names.map((_, bit) => stream(words, bit));
  const sample = formatSample(task, {
    inputs: streams(inputs, task.inputs),
    expected: streams(due, task.outputs),
    answers: streams(outputs, task.outputs),
  });
  return `${sample}   ${isCorrect(task, result) ? '✓' : '✗'}`;
}

/** The result for programs; numbers are strings, since JSON numbers may be too short for them. */
export function resultJson(task: Task, result: StreamResult) {
  const { numbers, inputs, milliseconds } = result;
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
    right: isCorrect(task, result),
    steps: inputs.length,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
}
