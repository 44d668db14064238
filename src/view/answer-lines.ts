import { type Answer, abridged, isRight, stream } from '../runtime/index.ts';
import { Machine, type Task } from '../tasks/index.ts';
import { formatSample } from './sample.ts';

/** Digits of a number in one line. */
const DIGITS = 40;

/** `13 + 4 = 17  ✓`, or what it should have been. */
export function answerLine(task: Task, answer: Answer): string {
  const { numbers, inputs } = answer;
  const operands = numbers.map((number) => abridged(number.toString(), DIGITS));
  const question = operands.length === 1 ? `${operands[0]}:` : `${operands.join(` ${task.operator} `)} =`;
  const said = abridged(reading(task, answer), DIGITS);
  if (isRight(task, answer)) return `${question} ${said}  ✓`;
  return `${question} ${said}  ✗ right is ${abridged(task.exact(numbers, inputs.length), DIGITS)}`;
}

/** The tutorial's lines with a tick or a cross, or one line where they would not fit. */
export function answerLines(task: Task, answer: Answer, columns: number): string {
  const { inputs, outputs } = answer;
  const widest = Math.max(...answer.numbers.map((number) => number.toString().length));
  if (inputs.length + widest + 12 > columns) return answerLine(task, answer);
  const machine = new Machine(task);
  const expected = inputs.map((word) => machine.step(word));
  const streams = (words: Uint8Array, names: readonly string[]) => names.map((_, bit) => stream(words, bit));
  const sample = formatSample(task, {
    inputs: streams(inputs, task.inputs),
    expected: streams(expected, task.outputs),
    answers: streams(outputs, task.outputs),
  });
  return `${sample}   ${isRight(task, answer) ? '✓' : '✗'}`;
}

/** The answer for machines; numbers are strings, since they may be longer than JSON's. */
export function answerJson(task: Task, answer: Answer) {
  const { numbers, inputs, milliseconds } = answer;
  return {
    event: 'answer',
    numbers: numbers.map(String),
    answer: reading(task, answer),
    expected: task.exact(numbers, inputs.length),
    right: isRight(task, answer),
    steps: inputs.length,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
}

const reading = (task: Task, { outputs }: Answer) => task.reading(stream(outputs, 0));
