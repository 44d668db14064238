// Recovery by trying every state: slow, and what the counting in src/proof is compared with.
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { networkGraph, type Proven } from '../../src/proof/index.ts';

/** What zeros do to a network whose state was corrupted, from every state that its bits can hold. */
export interface Recovery {
  /** All states: 2^(stateBits · hidden). */
  readonly states: number;
  /** From so many of them zeros lead back into the reachable set, where the proof holds again. */
  readonly recovering: number;
  /** This many zeros are enough for all of them. */
  readonly steps: number;
  /** States that recover, by the number of zeros they need. */
  readonly histogram: readonly number[];
  /** One state from which zeros never lead back, when there is one. */
  readonly stuck?: readonly number[];
}

/** The largest number of states that are enumerated: three states of eight bits. */
export const MAX_RECOVERY_STATES = 2 ** 24;

/**
 * Decides from which states the network comes back when it is fed zeros: enumerates every state, follows the zero
 * step, and counts the steps into the reachable set. Returns nothing when there are more than
 * {@link MAX_RECOVERY_STATES} states.
 */
export function recovery(network: FixedNetwork, { pairs }: Proven): Recovery | undefined {
  const { hidden, stateBits } = network;
  const states = 2 ** (stateBits * hidden);
  if (states > MAX_RECOVERY_STATES) return undefined;

  // Steps each state needs; a state on the path that is being followed is marked, to see cycles.
  const UNKNOWN = -1;
  const STUCK = -2;
  const ON_PATH = -3;
  const needed = new Int32Array(states).fill(UNKNOWN);
  const reachable = networkGraph(pairs).states;
  for (let at = 0; at < reachable.length; at += hidden)
    needed[packState(reachable, at, hidden, stateBits)] = 0;
  const cell = new FixedCell(network);
  const path: number[] = [];
  for (let start = 0; start < states; start++) {
    let at = start;
    while (needed[at] === UNKNOWN) {
      needed[at] = ON_PATH;
      path.push(at);
      unpackState(at, cell.state, stateBits);
      cell.step(0);
      at = packState(cell.state, 0, hidden, stateBits);
    }
    let steps = needed[at] as number;
    for (let back = path.pop(); back !== undefined; back = path.pop()) {
      steps = steps < 0 ? STUCK : steps + 1;
      needed[back] = steps;
    }
  }

  const histogram: number[] = [];
  let stuck: number[] | undefined;
  for (let state = 0; state < states; state++) {
    const steps = needed[state] as number;
    if (steps >= 0) histogram[steps] = (histogram[steps] ?? 0) + 1;
    else stuck ??= Array.from(unpackState(state, new Int32Array(hidden), stateBits));
  }
  const counts = Array.from(histogram, (count) => count ?? 0);
  return {
    states,
    recovering: counts.reduce((total, count) => total + count, 0),
    steps: counts.length - 1,
    histogram: counts,
    ...(stuck && { stuck }),
  };
}

/** The state's values side by side as unsigned fields of stateBits bits, the first one lowest. */
function packState(values: ArrayLike<number>, at: number, hidden: number, stateBits: number): number {
  const mask = (1 << stateBits) - 1;
  let packed = 0;
  for (let unit = hidden - 1; unit >= 0; unit--)
    packed = (packed << stateBits) | ((values[at + unit] as number) & mask);
  return packed;
}

function unpackState(packed: number, state: Int32Array, stateBits: number): Int32Array {
  const sign = 32 - stateBits;
  for (let unit = 0; unit < state.length; unit++) {
    state[unit] = ((packed >> (unit * stateBits)) << sign) >> sign;
  }
  return state;
}
