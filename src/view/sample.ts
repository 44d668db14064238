import { pack, toNumber, unpack } from '../machine/index.ts';
import type { Counterexample } from '../proof/index.ts';
import { operatorOf, readOutput, type Task } from '../tasks/index.ts';
import { streamRows, wordTexts } from './word-lines.ts';

/** Streams of one sample: for each input or output its bits over time. */
export interface SampleView {
  readonly inputs: readonly (readonly number[])[];
  readonly expected: readonly (readonly number[])[];
  readonly answers: readonly (readonly number[])[];
}

/**
 * A sample as the tutorial prints it, but with the names of the inputs: bits from left to right in time, on the right
 * their value.
 *
 *     a:   1010010   37
 *     b: + 1101010   43
 *          -------   --
 *     t: = 0000101   80
 *     y: = 0000101
 *
 * If the network's output `y` differs from `t`, its value is printed beside it. A machine that does not calculate has
 * its streams one below the other, by the names of its inputs and outputs.
 */
export function formatSample(task: Task, sample: SampleView): string {
  if (task.reading === undefined) return formatStreams(task, sample);
  const { inputs, expected, answers } = sample;
  const numbers = inputs.map((bits) => toNumber(bits).toString());
  const readings = expected.map((bits) => readOutput(task, bits));
  const width = Math.max(...[...numbers, ...readings].map((text) => text.length));
  const names = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => (count === 1 ? letter : `${letter}${index + 1}`));
  const labels = [...task.inputs, ...names('t', expected.length)];
  // A name, a colon and a space.
  const margin = Math.max(...labels.map((name) => name.length)) + 1;
  const line = (name: string, sign: string, bits: readonly number[], text: string) =>
    `${`${name}:`.padEnd(margin + 1)}${(sign || ' ').padEnd(2)}${bits.join('')}   ${text.padStart(width)}`.trimEnd();

  const steps = inputs[0]?.length ?? 0;
  const operands = task.inputs.map((name, index) =>
    line(name, index === 0 ? '' : operatorOf(task), inputs[index] ?? [], numbers[index] ?? ''),
  );
  const targets = names('t', expected.length).map((name, index) =>
    line(name, '=', expected[index] ?? [], readings[index] ?? ''),
  );
  const answered = names('y', answers.length).map((name, index) => {
    const bits = answers[index] ?? [];
    const right = bits.join() === expected[index]?.join();
    return line(name, '=', bits, right ? '' : readOutput(task, bits));
  });
  const rule = `${' '.repeat(margin + 3)}${'-'.repeat(steps)}   ${'-'.repeat(width)}`;
  return [...operands, rule, ...targets, ...answered].join('\n');
}

function formatStreams(task: Task, { inputs, expected, answers }: SampleView): string {
  const texts = (side: 'inputs' | 'outputs', streams: readonly (readonly number[])[]) =>
    wordTexts(
      task,
      side,
      (streams[0] ?? []).map((_, step) => pack(streams.map((bits) => bits[step] ?? 0))),
    );
  return streamRows(task, [
    { label: 'in', side: 'inputs', texts: texts('inputs', inputs) },
    { label: 'due', side: 'outputs', texts: texts('outputs', expected) },
    { label: 'out', side: 'outputs', texts: texts('outputs', answers) },
  ]);
}

/** The shortest stream on which a network is wrong, as a sample: its last bit is the wrong one. */
export function formatCounterexample(task: Task, { inputs, expected, actual }: Counterexample): string {
  const streams = (words: readonly number[], width: number) =>
    Array.from({ length: width }, (_, bit) => words.map((word) => unpack(word, width)[bit] ?? 0));
  return formatSample(task, {
    inputs: streams(inputs, task.inputs.length),
    expected: streams(expected, task.outputs.length),
    answers: streams(actual, task.outputs.length),
  });
}
