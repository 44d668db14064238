import { FixedCell, type FixedNetwork } from '../fixed/index.ts';
import { packState, unpackState } from './packed-state.ts';
import { zeroImages } from './zero-images.ts';

/** Where zeros lead from all states that a network's bits can hold. */
export interface ZeroFlow {
  /** All states, in groups; each state belongs to one group. */
  readonly groups: readonly Flow[];
  /** The same for each reachable state, in the order in which they were given. */
  readonly fromReachable: readonly Flow[];
}

/** States that zeros lead to the same place in the same number of steps. */
export interface Flow {
  /** After this many zeros, at least one, the state is a reachable one; NaN if it never is. */
  readonly steps: number;
  /** Which reachable state that is, or −1. */
  readonly entry: number;
  /** Number of states. */
  readonly count: number;
  /** One of them, packed. */
  readonly example: number;
}

/**
 * Follows zeros from every state.
 *
 * @param reachable packed states
 * @throws RangeError when there are more than 2^24 states
 */
export function zeroFlow(network: FixedNetwork, reachable: readonly number[]): ZeroFlow {
  const { images, counts, sources } = zeroImages(network);
  const paths = new ZeroPaths(network, reachable);
  const group = (image: number, count: number, example: number): Flow => {
    const { steps, entry } = paths.from(image);
    return { steps: steps + 1, entry, count, example };
  };
  return {
    groups: images.map((image, index) => group(image, counts[index] as number, sources[index] as number)),
    fromReachable: reachable.map((state) => group(paths.next(state), 1, state)),
  };
}

/**
 * Follows zeros from some states only, for networks with too many.
 *
 * @param reachable packed states
 * @param states packed states, of at most 32 bits
 */
export function sampledFlow(
  network: FixedNetwork,
  reachable: readonly number[],
  states: Iterable<number>,
): ZeroFlow {
  const paths = new ZeroPaths(network, reachable);
  const group = (state: number): Flow => {
    const { steps, entry } = paths.from(paths.next(state));
    return { steps: steps + 1, entry, count: 1, example: state };
  };
  return { groups: Array.from(states, group), fromReachable: reachable.map(group) };
}

/** Follows paths of zeros into the reachable set, each path once. */
class ZeroPaths {
  readonly #cell: FixedCell;
  readonly #stateBits: number;
  /** Numbers of the states that were walked over; the reachable ones come first. */
  readonly #numbers: Map<number, number>;
  /** By number. */
  readonly #steps: number[];
  readonly #entries: number[];

  constructor(network: FixedNetwork, reachable: readonly number[]) {
    this.#cell = new FixedCell(network);
    this.#stateBits = network.stateBits;
    this.#numbers = new Map(reachable.map((state, number) => [state, number]));
    this.#steps = reachable.map(() => 0);
    this.#entries = reachable.map((_, number) => number);
  }

  /** The state after a zero. */
  next(state: number): number {
    unpackState(state, this.#stateBits, this.#cell.state);
    this.#cell.step(0);
    return packState(this.#cell.state, this.#stateBits);
  }

  /** How many zeros lead from a state into the reachable set (NaN if they never do), and to which state, or −1. */
  from(state: number): { steps: number; entry: number } {
    const path: number[] = [];
    let at = state;
    let found = this.#numbers.get(at);
    for (; found === undefined; found = this.#numbers.get(at)) {
      const number = this.#steps.length;
      path.push(number);
      this.#numbers.set(at, number);
      // The default for a path that returns to itself: it leads nowhere.
      this.#steps.push(Number.NaN);
      this.#entries.push(-1);
      at = this.next(at);
    }
    let steps = this.#steps[found] as number;
    const entry = this.#entries[found] as number;
    for (let number = path.pop(); number !== undefined; number = path.pop()) {
      steps++;
      this.#steps[number] = steps;
      this.#entries[number] = entry;
    }
    return { steps, entry };
  }
}
