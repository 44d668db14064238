import { MachineStepper } from '../machine/index.ts';
import { type Answer, abridged, expectedReading, isRight, readingOf } from '../runtime/index.ts';
import { operatorOf, stream, type Task } from '../tasks/index.ts';
import { formatSample } from './sample.ts';
import { expectedTexts, streamText, wordTexts } from './word-lines.ts';

/** Digits of a number in one line. */
const DIGITS = 40;

/** Characters of a stream in one line. */
const CHARACTERS = 100;

/** `13 + 4 = 17  ✓`, or what it should have been; `coin,button → ok,tea  ✓` where nothing is calculated. */
export function answerLine(task: Task, answer: Answer): string {
  if (task.reading === undefined) return streamLine(task, answer);
  const { numbers } = answer;
  const operands = numbers.map((number) => abridged(number.toString(), DIGITS));
  const question = operands.length === 1 ? `${operands[0]}:` : `${operands.join(` ${operatorOf(task)} `)} =`;
  const said = abridged(readingOf(task, answer.outputs), DIGITS);
  if (isRight(task, answer)) return `${question} ${said}  ✓`;
  return `${question} ${said}  ✗ right is ${abridged(expectedReading(task, answer.inputs), DIGITS)}`;
}

function streamLine(task: Task, answer: Answer): string {
  const text = (side: 'inputs' | 'outputs', texts: readonly string[]) =>
    abridged(streamText(task, side, texts), CHARACTERS);
  const line = `${text('inputs', wordTexts(task, 'inputs', answer.inputs))} → ${text('outputs', wordTexts(task, 'outputs', answer.outputs))}`;
  if (isRight(task, answer)) return `${line}  ✓`;
  return `${line}  ✗ right is ${text('outputs', expectedTexts(task, answer.inputs))}`;
}

/** The tutorial's lines with a tick or a cross, or one line where they would not fit. */
export function answerLines(task: Task, answer: Answer, columns: number): string {
  const { inputs, outputs } = answer;
  const widest = Math.max(...answer.numbers.map((number) => number.toString().length));
  const named = Math.max(0, ...(task.symbols?.inputs ?? []).map(([name]) => name.length));
  if (inputs.length * (1 + named) + widest + 12 > columns) return answerLine(task, answer);
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
  return `${sample}   ${isRight(task, answer) ? '✓' : '✗'}`;
}

/** The answer for machines; numbers are strings, since they may be longer than JSON's. */
export function answerJson(task: Task, answer: Answer) {
  const { numbers, inputs, milliseconds } = answer;
  return {
    event: 'answer',
    ...(task.reading === undefined
      ? {
          inputs: wordTexts(task, 'inputs', inputs),
          outputs: wordTexts(task, 'outputs', answer.outputs),
          due: expectedTexts(task, inputs),
        }
      : {
          numbers: numbers.map(String),
          answer: readingOf(task, answer.outputs),
          expected: expectedReading(task, answer.inputs),
        }),
    right: isRight(task, answer),
    steps: inputs.length,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
}
