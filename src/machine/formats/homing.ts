import { type PrefixTree, prefixTree, type Sequence } from './prefix-tree.ts';

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
 */
export function homed(sequences: readonly Sequence[], bits: number): PrefixTree[] {
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
    .map((parts) => ({ parts, doubt: doubt(parts, bits) }))
    .sort((one, other) => one.doubt - other.doubt)
    .slice(0, CHOSEN)
    .flatMap(({ parts }) => prefixTree(parts, bits) ?? []);
}

/** Share of repeated bits that are contradicted, a little more where few are repeated. */
function doubt(parts: readonly Sequence[], bits: number): number {
  const tree = prefixTree(
    parts.map((part) => part.slice(0, COMPARED)),
    bits,
  );
  if (tree === undefined) return Number.POSITIVE_INFINITY;
  let repeated = 0;
  let contradicted = 0;
  for (let at = 0; at < tree.zeros.length; at++) {
    const [no, yes] = [tree.zeros[at] as number, tree.ones[at] as number];
    repeated += Math.max(0, no + yes - 1);
    contradicted += Math.min(no, yes);
  }
  return (contradicted + 1) / (repeated + 1);
}
