import { type Words, wordList, wordOf } from '../machine/index.ts';
import type { Task } from './task.ts';

/**
 * Reads steps from a text of symbols or bits, with commas or white space between them: `coin,coin,button`, `10,01`.
 * Bits of a single input may follow each other without a separator: `0110`. A symbol with white space stands between
 * commas, or in quotes, as one with a comma has to.
 *
 * @throws RangeError naming the first word that is neither, or the place before a comma where none stands
 */
export function inputWords(task: Task, text: string): Words {
  const parts = betweenCommas(text).map((part) => part.trim());
  // A comma may end a line.
  const empty = parts.slice(0, -1).indexOf('');
  if (empty !== -1)
    throw new RangeError(
      `expected an input at place ${empty + 1} of ${parts.length}, got none: "${cut(text, 40)}"; leave the comma out, or name the input`,
    );
  return wordList(
    task.inputs.length,
    parts.flatMap((part) => partWords(task, part)),
  );
}

function betweenCommas(text: string): string[] {
  if (!text.includes('"')) return text.split(',');
  const parts: string[] = [];
  let start = 0;
  for (const { 0: found, index } of text.matchAll(/"[^"]*"|,/g)) {
    if (found !== ',') continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  return [...parts, text.slice(start)];
}

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
