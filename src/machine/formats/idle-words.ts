import { doubt, type PrefixTree, prefixTree, repeated, type Sequence } from './prefix-tree.ts';

/** Words that are looked at, the most frequent ones: each takes a pass over the recordings. */
const MAX_WORDS = 64;
/** Bits that must be repeated without a contradiction before a word is taken to change no state. */
const MIN_REPEATED = 16;
/** The share of contradicted bits above which words are not taken to change no state, where bits may be wrong. */
const MAX_DOUBT = 0.12;
/** Sets of words that are tried where bits may be wrong. */
const MAX_SETS = 3;

/** Words that are taken to change no state, and recordings as a tree in which their steps lead to leaves. */
export interface Idle {
  readonly words: ReadonlySet<number>;
  readonly tree: PrefixTree;
}

/**
 * Words that change no state, as far as recordings without a contradiction tell; undefined if there are none. Without
 * their steps the tree is small, and tells far more of each state.
 */
export function idleWords(sequences: readonly Sequence[], bits: number): Idle | undefined {
  const plain = prefixTree(sequences, bits);
  if (plain === undefined) return undefined;
  const min = repeated(plain).all + MIN_REPEATED;
  let found: Idle | undefined;
  for (const { word, tree } of byDoubt(sequences, bits)) {
    if (tree.contradictions.length > 0 || repeated(tree).all < min) continue;
    const words = new Set([...(found?.words ?? []), word]);
    const together = prefixTree(sequences, bits, words);
    if (together?.contradictions.length === 0) found = { words, tree: together };
  }
  return found;
}

/**
 * Sets of words that may change no state where some recorded bits are wrong: words are added as long as few bits
 * contradict each other, and of these sets those are taken after which the next word adds most contradictions.
 */
export function doubtfulIdleWords(sequences: readonly Sequence[], bits: number): Idle[] {
  const sets: (Idle & { readonly doubt: number })[] = [];
  for (const { word } of byDoubt(sequences, bits)) {
    const words = new Set([...(sets.at(-1)?.words ?? []), word]);
    const tree = prefixTree(sequences, bits, words);
    if (tree === undefined || doubt(tree) > MAX_DOUBT || repeated(tree).all < MIN_REPEATED) continue;
    sets.push({ words, tree, doubt: doubt(tree) });
  }
  return sets
    .map((set, index) => ({ ...set, jump: (sets[index + 1]?.doubt ?? 1) / set.doubt }))
    .sort((one, other) => other.jump - one.jump)
    .slice(0, MAX_SETS);
}

/** The words that occur most, with the recordings as a tree in which each alone is idle; the least doubtful first. */
function byDoubt(sequences: readonly Sequence[], bits: number) {
  const counts = new Map<number, number>();
  for (const { word } of sequences.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_WORDS)
    .flatMap(([word]) => {
      const tree = prefixTree(sequences, bits, new Set([word]));
      return tree === undefined ? [] : [{ word, tree, doubt: doubt(tree) }];
    })
    .sort((one, other) => one.doubt - other.doubt);
}
