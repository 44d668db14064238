import { MachineStepper, type Side, UNSPECIFIED, wordText } from '../machine/index.ts';
import { abridged } from '../runtime/numbers.ts';
import type { Task } from '../tasks/index.ts';

/** Whether streams are shown word by word, because words have names, or bit by bit over time for each input. */
export function hasSymbols({ symbols }: Pick<Task, 'symbols'>): boolean {
  return symbols?.inputs !== undefined || symbols?.outputs !== undefined;
}

/** A stream's words as text, one for each step. */
export function wordTexts(task: Task, side: Side, words: ArrayLike<number>): string[] {
  return Array.from(words, (word) => wordText(task, side, word));
}

/** The correct outputs of a machine for an input stream, one text for each step: `?` if the input never comes. */
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
 * @param characters a longer stream or row of bits is shortened in its middle; names stay
 */
export function streamText(task: Task, side: Side, texts: readonly string[], characters: number): string {
  if (hasSymbols(task)) return abridged(texts.join(','), characters);
  const each = Math.max(MIN_ROW, Math.floor(characters / task[side].length));
  return task[side]
    .map((name, bit) => `${name} ${abridged(texts.map((text) => text[bit] ?? text).join(''), each)}`)
    .join('  ');
}

/** Minimum of bits of a row that are shown. */
const MIN_ROW = 9;

/** Streams over time, one below the other: by word if words have names, else by bit. */
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
