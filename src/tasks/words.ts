import { wordOf } from '../machine/index.ts';
import type { Task } from './task.ts';

/**
 * Reads steps from a text of symbols or bits, with commas or white space between them: `coin,coin,button`, `10,01`.
 * Bits of a single input may follow each other without a separator: `0110`.
 *
 * @throws RangeError naming the first word that is neither
 */
export function inputWords(task: Task, text: string): Uint8Array {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return Uint8Array.from(words.flatMap((word) => wordsOf(task, word)));
}

function wordsOf(task: Task, text: string): number[] {
  const word = wordOf(task, 'inputs', text);
  if (word !== undefined) return [word];
  // The name of a word may be "0" although the word is 1.
  if (task.inputs.length === 1 && /^[01]{2,}$/.test(text))
    return Array.from(text).flatMap((bit) => wordsOf(task, bit));
  const bits = `${task.inputs.length} bit${task.inputs.length === 1 ? '' : 's'} (${task.inputs.join(' ')})`;
  const symbols = task.symbols?.inputs?.map(([name]) => name).join(', ');
  throw new RangeError(
    `not an input of ${task.name}: "${cut(text, 40)}"; expected ${symbols ? `one of ${cut(symbols, 200)}, or ` : ''}${bits}`,
  );
}

const cut = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
