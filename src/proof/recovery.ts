import type { FixedNetwork } from '../fixed/index.ts';
import { checkFixed } from '../fixed/index.ts';
import { checkMachine, type MachineInput } from '../machine/index.ts';
import type { Proven } from './prove.ts';
import { requireProven } from './prove.ts';
import { pairsOfProof, type Recoveries, recoveries, type Settling } from './recoveries.ts';
import { MAX_NETWORK_STATES } from './zero-images.ts';

/** What happens to a network whose state was corrupted when it is fed zeros, for every state that its bits can hold. */
export interface Recovery extends Settled {
  /** All states, 2^(stateBits · hidden); for an estimate, those that were drawn. */
  readonly states: number;
  /** Whether all counts are estimates from states drawn at random. */
  readonly estimate?: true;
  /** The same for states from which zeros lead to where the machine is, too; undefined if zeros never come. */
  readonly resynchronizing?: Settled;
}

/** How many states recover with zeros, and how soon. */
export interface Settled {
  /** Number of states from which zeros lead back into the reachable set, where the proof holds again. */
  readonly recovering: number;
  /** Maximum of zeros that any of those needs. */
  readonly steps: number;
  /** States that recover, by the number of zeros they need. */
  readonly histogram: readonly number[];
  /** One state that never recovers, if there is one. */
  readonly stuck?: readonly number[];
}

/**
 * Decides from which states the network recovers when it is fed zeros: docs/spec.md section 10. Returns undefined when
 * there are more than 2^24 states.
 *
 * @throws MachineError for an invalid machine
 */
export function recovery(network: FixedNetwork, machine: MachineInput, proof: Proven): Recovery | undefined {
  checkFixed(network);
  requireProven(proof);
  if (2 ** (network.stateBits * network.hidden) > MAX_NETWORK_STATES) return undefined;
  return summarized(recoveries(network, checkMachine(machine), pairsOfProof(proof)));
}

/** The counts that are reported. */
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
