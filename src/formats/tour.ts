import { FixedCell } from '../fixed/fixed-cell.ts';
import type { FixedNetwork } from '../fixed/fixed-network.ts';
import { type Machine, UNSPECIFIED } from '../machine/machine.ts';

/** What to do at a clock edge: take this input word, or reset. */
export type Move = number | 'reset';

/** A stream that begins with a reset and takes every specified step of every reachable pair at least once. */
export interface Tour {
  readonly moves: readonly Move[];
  /** Pairs of machine state and network state that it visits. */
  readonly pairs: number;
  /** Steps from them, each counted once. */
  readonly transitions: number;
}

/** Always walks to the nearest step that was not taken yet. A reset is a step to the initial pair. */
export function tour(network: FixedNetwork, machine: Machine): Tour {
  const next = transitions(network, machine);
  const open = next.map((row) => row.flatMap((to, word) => (to === UNSPECIFIED ? [] : [word])).reverse());
  const count = open.reduce((total, words) => total + words.length, 0);
  const moves: Move[] = ['reset'];
  let at = 0;
  for (let left = count; left > 0; left--) {
    const path = nearest(at, next, open);
    for (const move of path) at = move === 'reset' ? 0 : (next[at]?.[move] as number);
    const word = open[at]?.pop() as number;
    moves.push(...path, word);
    at = next[at]?.[word] as number;
  }
  return { moves, pairs: next.length, transitions: count };
}

/** For each reachable pair, the initial one first, and each input word: the pair it leads to. */
function transitions(network: FixedNetwork, machine: Machine): number[][] {
  const words = 2 ** machine.inputs.length;
  const cell = new FixedCell(network);
  const pairs = [[machine.initial, ...network.initialState]];
  const known = new Map([[String(pairs[0]), 0]]);
  const next: number[][] = [];
  for (const [state = 0, ...from] of pairs) {
    next.push(
      Array.from({ length: words }, (_, word) => {
        const to = machine.next[state * words + word] as number;
        if (to === UNSPECIFIED) return UNSPECIFIED;
        cell.state.set(from);
        cell.step(word);
        const pair = [to, ...cell.state];
        const found = known.get(String(pair));
        if (found !== undefined) return found;
        known.set(String(pair), pairs.length);
        return pairs.push(pair) - 1;
      }),
    );
  }
  return next;
}

/** The shortest path to a pair with a step that was not taken yet. */
function nearest(
  from: number,
  next: readonly (readonly number[])[],
  open: readonly (readonly number[])[],
): Move[] {
  const ways = new Map<number, { before: number; move: Move } | null>([[from, null]]);
  for (const [at, way] of ways) {
    if ((open[at] as readonly number[]).length > 0) {
      const path: Move[] = [];
      for (let step = way; step !== null; step = ways.get(step.before) ?? null) path.push(step.move);
      return path.reverse();
    }
    (next[at] as readonly number[]).forEach((to, word) => {
      if (to !== UNSPECIFIED && !ways.has(to)) ways.set(to, { before: at, move: word });
    });
    if (!ways.has(0)) ways.set(0, { before: at, move: 'reset' });
  }
  throw new Error('no step is open');
}
