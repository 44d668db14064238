import { MachineStepper } from '../machine/index.ts';
import { type Answer, abridged, isRight } from '../runtime/index.ts';
import { operatorOf, readOutput, stream, type Task } from '../tasks/index.ts';
import { formatSample } from './sample.ts';

/** Digits of a number in one line. */
const DIGITS = 40;

/** `13 + 4 = 17  ✓`, or what it should have been. */
export function answerLine(task: Task, answer: Answer): string {
  const { numbers } = answer;
  const operands = numbers.map((number) => abridged(number.toString(), DIGITS));
  const question = operands.length === 1 ? `${operands[0]}:` : `${operands.join(` ${operatorOf(task)} `)} =`;
  const said = abridged(reading(task, answer), DIGITS);
  if (isRight(task, answer)) return `${question} ${said}  ✓`;
  return `${question} ${said}  ✗ right is ${abridged(expected(task, answer), DIGITS)}`;
}

/** The tutorial's lines with a tick or a cross, or one line where they would not fit. */
export function answerLines(task: Task, answer: Answer, columns: number): string {
  const { inputs, outputs } = answer;
  const widest = Math.max(...answer.numbers.map((number) => number.toString().length));
  if (inputs.length + widest + 12 > columns) return answerLine(task, answer);
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
    numbers: numbers.map(String),
    answer: reading(task, answer),
    expected: expected(task, answer),
    right: isRight(task, answer),
    steps: inputs.length,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
}

const reading = (task: Task, { outputs }: Answer) => readOutput(task, stream(outputs, 0));

/** What the first output should say. */
function expected(task: Task, { inputs }: Answer): string {
  const machine = new MachineStepper(task);
  return readOutput(
    task,
    Array.from(inputs, (word) => machine.step(word) & machine.care & 1),
  );
}
