import { doubt, type PrefixTree, prefixTree, type Sequence } from './prefix-tree.ts';

/** Steps of the words of inputs and outputs that may tell the state. */
const MAX_WORD = 4;
/** How often such a word must occur. */
const MIN_PLACES = 6;
/** Steps after each place that are compared to judge a word, and that are taken if it is chosen. */
const COMPARED = 12;
const TAKEN = 48;
/** Words that are chosen. */
const CHOSEN = 10;

/**
 * Cuts recordings where the same few inputs and outputs came: after some such words every device is in the same state
 * (homing sequences), so that one long recording becomes many that begin in one state. Which words these are is not
 * known, so this yields the cuts whose parts contradict each other least.
 *
 * @param idle words that are taken to change no state
 */
export function homed(
  sequences: readonly Sequence[],
  bits: number,
  idle: ReadonlySet<number> = new Set(),
): PrefixTree[] {
  const places = new Map<string, Sequence[]>();
  for (const sequence of sequences) {
    const keys = sequence.map(({ word, output, care }) => `${word}/${output}/${care} `);
    for (let end = 1; end < keys.length; end++) {
      const after = sequence.slice(end, end + TAKEN);
      let key = '';
      for (let length = 1; length <= Math.min(MAX_WORD, end); length++) {
        key += keys[end - length];
        const list = places.get(key);
        if (list) list.push(after);
        else places.set(key, [after]);
      }
    }
  }
  return [...places.values()]
    .filter((parts) => parts.length >= MIN_PLACES)
    .map((parts) => ({ parts, doubt: doubtOf(parts, bits, idle) }))
    .sort((one, other) => one.doubt - other.doubt)
    .slice(0, CHOSEN)
    .flatMap(({ parts }) => prefixTree(parts, bits, idle) ?? []);
}

/** How doubtful it is that all parts begin in one state. */
function doubtOf(parts: readonly Sequence[], bits: number, idle: ReadonlySet<number>): number {
  const tree = prefixTree(
    parts.map((part) => part.slice(0, COMPARED)),
    bits,
    idle,
  );
  return tree === undefined ? Number.POSITIVE_INFINITY : doubt(tree);
}
