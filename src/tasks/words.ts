import { type Words, wordList, wordOf } from '../machine/index.ts';
import type { Task } from './task.ts';

/**
 * Reads steps from a text of symbols or bits, with commas or white space between them: `coin,coin,button`, `10,01`.
 * Bits of a single input may follow each other without a separator: `0110`. A symbol with white space stands between
 * commas, or in quotes, as one with a comma has to.
 *
 * @throws RangeError naming the first word that is neither
 */
export function inputWords(task: Task, text: string): Words {
  const parts = text.includes('"') ? (text.match(BETWEEN_COMMAS) ?? []) : text.split(',');
  return wordList(
    task.inputs.length,
    parts.flatMap((part) => partWords(task, part.trim())),
  );
}

const BETWEEN_COMMAS = /(?:"[^"]*"|[^",]+|")+/g;
const BETWEEN_SPACES = /"[^"]*"|\S+/g;

function partWords(task: Task, part: string): number[] {
  const whole = wordOf(task, 'inputs', part);
  if (whole !== undefined) return [whole];
  return (part.match(BETWEEN_SPACES) ?? []).flatMap((word) => wordsOf(task, unquoted(word)));
}

const unquoted = (text: string) => (/^"[^"]*"$/.test(text) ? text.slice(1, -1) : text);

function wordsOf(task: Task, text: string): number[] {
  const word = wordOf(task, 'inputs', text);
  if (word !== undefined) return [word];
  // The name of a word may be "0" although the word is 1.
  if (task.inputs.length === 1 && /^[01]{2,}$/.test(text))
    return Array.from(text).flatMap((bit) => wordsOf(task, bit));
  const bits = `${task.inputs.length} bit${task.inputs.length === 1 ? '' : 's'} (${task.inputs.join(' ')})`;
  const symbols = task.symbols?.inputs?.map(([name]) => (/[\s,]/.test(name) ? `"${name}"` : name)).join(', ');
  throw new RangeError(
    `not an input of ${task.name}: "${cut(text, 40)}"; expected ${symbols ? `one of ${cut(symbols, 200)}, or ` : ''}${bits}`,
  );
}

const cut = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
