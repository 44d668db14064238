import { anneal } from './anneal.ts';
import { doubtfulIdleWords } from './idle-words.ts';
import { likely } from './likely.ts';
import { MAX_READ_STATES } from './parsed.ts';
import { firstSteps, type Inferred, type PrefixTree, type Sequence } from './prefix-tree.ts';
import { merge } from './red-blue.ts';
import { candidates, stretches } from './stretches.ts';
import { flat } from './wrong-bits.ts';
import { explained } from './wrong-inputs.ts';

/** A machine is doubtful if the recordings have fewer than so many times the bits of its table. */
export const THIN = 4;
/** Sizes that annealing tries, and how many sizes after the best one may be worse before the search ends. */
const MAX_ANNEALED = 20;
const MAX_WORSE = 3;
/** Words that may change no state are looked for in this many steps. */
const MAX_IDLE_STEPS = 4000;
/** Maximum share of bits that may count as wrong. */
const MAX_WRONG = 0.06;
/**
 * With more than this share of wrong bits, or not so many times fewer than a single state has wrong, the search tries
 * all sizes.
 */
const FEW = 0.05;
const MANY_FEWER = 4;

/** Numbers of recorded bits. */
export interface Recorded {
  readonly inputs: number;
  readonly outputs: number;
}

/** The machine with the shortest description; if that is not convincing, the one that does most as recorded. */
export interface Best {
  readonly machine: Inferred;
  readonly states: number;
  /** Bits of its table and of the places of wrong bits. */
  readonly length: number;
  /** Wrong bits. */
  readonly errors: number;
  /** Whether inputs may be wrong, too, not only outputs. */
  readonly ofInputs: boolean;
  /** Whether it says less than the recordings themselves, and takes few bits to be wrong. */
  readonly isConvincing: boolean;
}

type Candidate = Omit<Best, 'isConvincing'>;

/** Bits that the table of so many states takes. */
export function descriptionBits({ words, bits }: PrefixTree, states: number): number {
  return states * words.length * (Math.log2(Math.max(states, 2)) + bits);
}

/**
 * Of machines of several sizes, the one with the shortest description: its table plus the recorded bits that contradict
 * it. If nothing is contradictory, the merged tree is the last resort.
 */
export function shortest(
  tree: PrefixTree,
  sequences: readonly Sequence[],
  recorded: Recorded,
): Best | undefined {
  const { words, bits } = tree;
  let best: Candidate | undefined;
  /** The one with the fewest wrong outputs: it tells best where to look. */
  let nearest: Candidate | undefined;
  const consider = (machine: Inferred, errors: number, ofInputs = false) => {
    // Wrong inputs explain nearly anything, so they count only if they make the description clearly shorter.
    const wrong = ofInputs
      ? (errors + 1) * Math.log2(recorded.outputs + recorded.inputs)
      : errors * Math.log2(recorded.outputs);
    const length = descriptionBits(tree, machine.states) + wrong;
    const found = { machine, states: machine.states, length, errors, ofInputs };
    const isNearer =
      nearest === undefined ||
      errors < nearest.errors ||
      (errors === nearest.errors && found.states < nearest.states);
    if (isNearer && !ofInputs) nearest = found;
    if (best !== undefined && length >= best.length) return false;
    best = found;
    return true;
  };
  const merged = tree.contradictions.length === 0 ? merge(tree, MAX_READ_STATES) : undefined;
  if (merged !== undefined) consider(merged, 0);
  const all = flat(sequences, new Map(words.map((word, index) => [word, index])));
  const given = candidates(sequences, tree);
  for (const { machine, errors } of stretches(given, all, tree)) consider(machine, errors);
  let patience = 1;
  let trivial = Number.POSITIVE_INFINITY;
  for (let states = 1; states <= MAX_ANNEALED; states++) {
    const { machine, errors } = anneal(all, words.length, bits, states);
    if (consider(machine, errors)) patience = MAX_WORSE;
    const { errors: fewest, states: size } = best as Best;
    // A larger machine cannot improve on no errors, and is unlikely to after few errors and some sizes without
    // improvement.
    if (states === 1) trivial = errors;
    const few = fewest <= Math.min(recorded.outputs * FEW, trivial / MANY_FEWER);
    if (errors === 0 || (few && states - size >= patience)) break;
  }
  const places = Math.log2(recorded.outputs + recorded.inputs);
  const length = (states: number, wrong: number) => descriptionBits(tree, states) + wrong * places;
  for (const { machine, wrong } of explained(given, all, tree, length))
    if (wrong <= all.steps * MAX_WRONG) consider(machine, wrong, true);
  const isPoor = () =>
    best === undefined ||
    best.length * THIN > recorded.outputs ||
    best.errors > (tree.contradictions.length === 0 ? 0 : recorded.outputs * MAX_WRONG);
  if (isPoor()) {
    const [set] = doubtfulIdleWords(firstSteps(sequences, MAX_IDLE_STEPS), bits);
    const idle = Uint8Array.from(words, (word) => (set?.words.has(word) ? 1 : 0));
    for (const { machine, errors } of likely(all, words.length, bits, idle)) consider(machine, errors);
  }
  if (best === undefined) return undefined;
  // With so many wrong bits, the right machine has probably not been found.
  if (best.errors > recorded.outputs * MAX_WRONG) {
    if (merged === undefined) return { ...(nearest ?? best), isConvincing: false };
    best = {
      ...{ machine: merged, states: merged.states, errors: 0, ofInputs: false },
      length: descriptionBits(tree, merged.states),
    };
  }
  return best.length < recorded.outputs
    ? { ...best, isConvincing: true }
    : { ...(nearest ?? best), isConvincing: false };
}
