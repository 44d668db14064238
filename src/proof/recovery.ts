import type { FixedNetwork } from '../fixed/index.ts';
import { checkFixed } from '../fixed/index.ts';
import { checkMachine, type MachineInput } from '../machine/index.ts';
import type { Proven } from './prove.ts';
import { requireProven } from './prove.ts';
import { pairsOfProof, type Recoveries, recoveries, type Settling } from './recoveries.ts';
import { STATE_LIMIT } from './zero-images.ts';

/** What zeros do to a network whose state was corrupted, from every state that its bits can hold. */
export interface Recovery extends Settled {
  /** All states, 2^(stateBits · hidden); of an estimate, those that were drawn. */
  readonly states: number;
  /** All that is said is of states drawn at random. */
  readonly estimate?: true;
  /** The same of states from which zeros lead to where the machine is, too; nothing where zeros never come. */
  readonly resynchronizing?: Settled;
}

/** How many states zeros lead back, and how soon. */
export interface Settled {
  /** From so many states zeros lead back into the reachable set, where the proof holds again. */
  readonly recovering: number;
  /** So many zeros are enough for all of those. */
  readonly steps: number;
  /** States that recover, by the number of zeros they need. */
  readonly histogram: readonly number[];
  /** One state from which zeros never lead back, when there is one. */
  readonly stuck?: readonly number[];
}

/**
 * Decides from which states the network comes back when it is fed zeros: docs/spec.md section 10. Returns nothing when
 * there are more than 2^24 states.
 *
 * @throws MachineError for no machine
 */
export function recovery(network: FixedNetwork, machine: MachineInput, proof: Proven): Recovery | undefined {
  checkFixed(network);
  requireProven(proof);
  if (2 ** (network.stateBits * network.hidden) > STATE_LIMIT) return undefined;
  return summarized(recoveries(network, checkMachine(machine), pairsOfProof(proof)));
}

/** What is told of a recovery. */
export function summarized({ states, recovers, resynchronizes }: Recoveries): Recovery {
  return {
    states,
    ...settled(recovers),
    ...(resynchronizes && { resynchronizing: settled(resynchronizes) }),
  };
}

function settled({ count, histogram, never }: Settling): Settled {
  return {
    recovering: count,
    steps: Math.max(0, histogram.length - 1),
    histogram,
    ...(never && { stuck: never }),
  };
}
