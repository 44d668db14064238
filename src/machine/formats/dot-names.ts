import type { NamedWord, Side } from '../symbols.ts';
import { listOf } from './dot-lists.ts';
import { shown } from './format-error.ts';

/**
 * Why the symbols of a side cannot stand on edges `input / output` as they are; undefined if they can.
 *
 * @param written the words of all steps
 * @param whole no step leaves a bit of a word open
 */
export function namesProblem(
  side: Side,
  symbols: readonly NamedWord[],
  written: readonly number[],
  whole: boolean,
): string | undefined {
  const known = new Set(symbols.map(([, word]) => word));
  if (!whole) return 'a word matters in part';
  if (!written.every((word) => known.has(word))) return 'a word has none';
  const [width] = symbols.map(([name]) => name.length);
  if (symbols.every(([name]) => name.length === width && /^[01-]+$/.test(name)))
    return 'they would be read as bits';
  const odd = symbols.find(([name]) => !canStand(side, name));
  return odd && `${shown(odd[0])} would not be read back from an edge`;
}

/** A slash with spaces divides an edge's label, and commas make a list of its input. */
function canStand(side: Side, name: string): boolean {
  if (name.trim() !== name || ` ${name} `.includes(' / ')) return name === '/';
  return side === 'outputs' || listOf(name) === undefined;
}
