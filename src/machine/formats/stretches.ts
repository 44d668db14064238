import { firstFit } from './first-fit.ts';
import { homed } from './homing.ts';
import { doubtfulIdleWords } from './idle-words.ts';
import {
  firstSteps,
  type Inferred,
  OPEN,
  type PrefixTree,
  prefixTree,
  type Sequence,
} from './prefix-tree.ts';
import { merge } from './red-blue.ts';
import { count, type Fitted, type Flat, machineOf } from './wrong-bits.ts';

/** Steps in a stretch. A longer one determines more, but is more likely to have a wrong bit. */
const LENGTHS = [240, 120, 60];
/** Stretches of each length. */
const STRETCHES = 16;
const MAX_STATES = 12;
/**
 * Shares of disagreeing bits with which states of all recordings are merged, and the maximum of states that are left.
 */
const TOLERANCES = [0.03, 0.06, 0.12];
const MAX_MERGED = 20;
/** Machines to which single changes are made, and the limit of steps that are visited for that, in all. */
const IMPROVED = 16;
const MAX_VISITED = 400_000_000;
/** Limit of edges that are visited in one stretch: counted, not timed, so that results repeat. */
const BUDGET = 200_000;
/** Candidates are compared on this many steps; the other steps only decide outputs. */
const MAX_STEPS = 4000;

/**
 * Finds machines from candidates of two kinds: the smallest machine for some short stretch of the recordings, and the
 * machine that is left after merging states of all recordings that nearly agree. Then single changes reduce the number
 * of recorded bits that contradict it. If few bits are wrong, some stretches have no wrong bit, and the machine for
 * such a stretch does almost everything else correctly. If many recordings begin at a reset, merging finds what a
 * stretch is too short to show. Random search seldom finds either: a counter with one wrong transition does little of
 * what the counter does.
 *
 * @param given candidates for the recordings
 * @param all the recordings, one after the other
 */
export function* stretches(
  given: readonly Inferred[],
  all: Flat,
  { words, bits }: PrefixTree,
): Generator<Fitted> {
  const recorded = { all, some: { ...all, steps: Math.min(all.steps, MAX_STEPS) } };
  const seen = new Set<string>();
  const budget = { left: MAX_VISITED };
  const promising = given
    .map(({ next, states }) => fromBestInitial(next, states, words.length, bits, recorded))
    .sort((one, other) => one.errors - other.errors)
    .slice(0, IMPROVED);
  for (const { next: given, states, errors: before } of promising) {
    if (budget.left <= 0) return;
    const next = improved(given, before, states, words.length, bits, recorded, budget);
    const key = next.join();
    if (seen.has(key)) continue;
    seen.add(key);
    const counts = new Int32Array(next.length * bits * 2);
    const errors = count(recorded.all, next, words.length, bits, counts);
    yield { errors, machine: machineOf(next, counts, states, words.length, bits) };
  }
}

/** Machines of parts of the recordings, over all words; some of their initial states may be wrong. */
export function candidates(sequences: readonly Sequence[], tree: PrefixTree): Inferred[] {
  return [...ofParts(sequences, tree)].map((found) => spread(found, tree.words));
}

function* ofParts(sequences: readonly Sequence[], tree: PrefixTree): Generator<Found> {
  for (const length of LENGTHS) {
    for (const stretch of taken(sequences, length)) {
      const found = smallestFor(stretch, tree.bits);
      if (found !== undefined) yield found;
    }
  }
  const part = firstSteps(sequences, MAX_STEPS);
  const whole = part === sequences ? tree : prefixTree(part, tree.bits);
  const idle = doubtfulIdleWords(part, tree.bits);
  const cuts = idle.flatMap(({ words, tree: whole }) => [whole, ...homed(part, tree.bits, words)]);
  for (const each of [...(whole ? [whole] : []), ...homed(part, tree.bits), ...cuts]) {
    // With rare outputs, few bits disagree wherever states are merged; only if none may, the right ones are.
    const tolerances = each.contradictions.length === 0 ? [0, ...TOLERANCES] : TOLERANCES;
    for (const tolerance of tolerances) {
      const machine = merge(each, MAX_MERGED, tolerance);
      if (machine !== undefined) yield { machine, words: each.words };
    }
  }
}

/** A machine over the words that occur in a part of the recordings. */
interface Found {
  readonly machine: Inferred;
  readonly words: readonly number[];
}

interface Recorded {
  readonly all: Flat;
  readonly some: Flat;
}

/** Stretches spread evenly: whole sequences where these are short, else parts of one. */
function taken(sequences: readonly Sequence[], length: number): Sequence[][] {
  const long = sequences.filter((sequence) => sequence.length > length);
  if (long.length > 0) {
    const places = long.flatMap((sequence) =>
      Array.from({ length: Math.ceil(sequence.length / length) }, (_, index) =>
        sequence.slice(Math.min(index * length, sequence.length - length)).slice(0, length),
      ),
    );
    return spreadEvenly(places, STRETCHES).map((place) => [place]);
  }
  const each = Math.max(1, Math.round((length * sequences.length) / sequences.flat().length));
  const groups = Array.from({ length: Math.ceil(sequences.length / each) }, (_, index) =>
    sequences.slice(index * each, (index + 1) * each),
  );
  return spreadEvenly(groups, STRETCHES);
}

function spreadEvenly<Item>(items: readonly Item[], count: number): Item[] {
  const stride = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(index * stride)] as Item,
  );
}

function smallestFor(stretch: readonly Sequence[], bits: number): Found | undefined {
  const tree = prefixTree(stretch, bits);
  if (tree === undefined || tree.contradictions.length > 0) return undefined;
  const budget = { left: BUDGET };
  for (let states = 1; states <= MAX_STATES; states++) {
    const machine = firstFit(tree, states, budget);
    if (budget.left < 0) return undefined;
    if (machine !== undefined) return { machine, words: tree.words };
  }
  return undefined;
}

/** A machine over all words: one that its part does not have keeps the state, with any output. */
function spread({ machine, words: some }: Found, words: readonly number[]): Inferred {
  const size = machine.states * words.length;
  const tables = { next: new Int32Array(size), output: new Int32Array(size), care: new Int32Array(size) };
  const columns = words.map((word) => some.indexOf(word));
  for (let entry = 0; entry < size; entry++) {
    const state = Math.floor(entry / words.length);
    const column = columns[entry % words.length] as number;
    const from = state * some.length + column;
    const to = column < 0 ? OPEN : (machine.next[from] as number);
    tables.next[entry] = to < 0 ? state : to;
    if (column < 0) continue;
    tables.output[entry] = machine.output[from] as number;
    tables.care[entry] = machine.care[from] as number;
  }
  return { states: machine.states, ...tables };
}

/** The transitions with the best initial state, and how many bits are wrong then. */
function fromBestInitial(given: Int32Array, states: number, width: number, bits: number, { some }: Recorded) {
  const counts = new Int32Array(given.length * bits * 2);
  let best = { next: given, errors: Number.POSITIVE_INFINITY, states };
  for (let initial = 0; initial < states; initial++) {
    const next = exchanged(given, initial, width);
    const errors = count(some, next, width, bits, counts);
    if (errors < best.errors) best = { next, errors, states };
  }
  return best;
}

/** Makes single changes as long as one reduces the number of wrong bits. */
function improved(
  next: Int32Array,
  before: number,
  states: number,
  width: number,
  bits: number,
  { some }: Recorded,
  budget: { left: number },
) {
  const counts = new Int32Array(next.length * bits * 2);
  let errors = before;
  for (let changed = true; changed && errors > 0; ) {
    changed = false;
    for (let entry = 0; entry < next.length && budget.left > 0; entry++) {
      budget.left -= states * some.steps;
      const given = next[entry] as number;
      let best = given;
      for (let to = 0; to < states; to++) {
        next[entry] = to;
        const found = count(some, next, width, bits, counts);
        if (found < errors) [best, errors, changed] = [to, found, true];
      }
      next[entry] = best;
    }
  }
  return next;
}

/** The same transitions with the numbers of state 0 and another state exchanged. */
function exchanged(next: Int32Array, state: number, width: number): Int32Array {
  const other = (each: number) => (each === 0 ? state : each === state ? 0 : each);
  return next.map((_, entry) =>
    other(next[other(Math.floor(entry / width)) * width + (entry % width)] as number),
  );
}
