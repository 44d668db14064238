import { MachineStepper, type Side, UNSPECIFIED, wordText } from '../machine/index.ts';
import { abridged } from '../runtime/numbers.ts';
import type { Task } from '../tasks/index.ts';

/** Whether streams are shown word by word, because words have names; otherwise bit by bit, each input's over time. */
export function hasSymbols({ symbols }: Pick<Task, 'symbols'>): boolean {
  return symbols?.inputs !== undefined || symbols?.outputs !== undefined;
}

/** A stream's words as text, one for each step. */
export function wordTexts(task: Task, side: Side, words: ArrayLike<number>): string[] {
  return Array.from(words, (word) => wordText(task, side, word));
}

/** What a machine asks for on an input stream, one text for each step: `?` where the input never comes. */
export function expectedTexts(task: Task, inputs: ArrayLike<number>): string[] {
  const machine = new MachineStepper(task);
  return Array.from(inputs, (word) => {
    const due = machine.step(word);
    return due === UNSPECIFIED ? '?' : wordText(task, 'outputs', due, machine.care);
  });
}

/**
 * A stream in one line: `coin,button`, or for each bit its values over time: `a 101  b 011`.
 *
 * @param characters a longer stream, or row of bits, is cut in its middle; names stay
 */
export function streamText(task: Task, side: Side, texts: readonly string[], characters: number): string {
  if (hasSymbols(task)) return abridged(texts.join(','), characters);
  const each = Math.max(MIN_ROW, Math.floor(characters / task[side].length));
  return task[side]
    .map((name, bit) => `${name} ${abridged(texts.map((text) => text[bit] ?? text).join(''), each)}`)
    .join('  ');
}

/** Bits of a row that are shown in any case. */
const MIN_ROW = 9;

/** Streams over time, one under the other: by word where words have names, else by bit. */
export function streamRows(
  task: Task,
  rows: readonly { label: string; side: Side; texts: readonly string[] }[],
): string {
  if (!hasSymbols(task)) {
    const lines = rows.flatMap(({ label, side, texts }) =>
      task[side].map((name, bit) => ({
        label: bit === 0 ? label : '',
        name,
        bits: texts.map((text) => text[bit] ?? text).join(''),
      })),
    );
    const [labels, names] = [widest(lines.map(({ label }) => label)), widest(lines.map(({ name }) => name))];
    return lines
      .map(({ label, name, bits }) => `${label.padEnd(labels)}  ${name.padEnd(names)}  ${bits}`)
      .join('\n');
  }
  const steps = rows[0]?.texts.length ?? 0;
  const widths = Array.from({ length: steps }, (_, step) =>
    widest(rows.map(({ texts }) => texts[step] ?? '')),
  );
  const labels = widest(rows.map(({ label }) => label));
  return rows
    .map(({ label, texts }) =>
      `${label.padEnd(labels)}  ${texts.map((text, step) => text.padEnd(widths[step] ?? 0)).join('  ')}`.trimEnd(),
    )
    .join('\n');
}

const widest = (texts: readonly string[]) => texts.reduce((width, { length }) => Math.max(width, length), 0);
