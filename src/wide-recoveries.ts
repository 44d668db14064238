import { addonIfAny, requireAddon } from '#native';
import { checkFixed, type FixedNetwork } from './fixed/index.ts';
import { checkMachine, type Machine } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import {
  type Pairs,
  type Proven,
  pairsOfProof,
  type Recoveries,
  type Recovery,
  reachableStates,
  recoveries,
  recovery,
  sampledRecoveries,
  summarized,
} from './proof/index.ts';

/**
 * What `recoveries` says, for networks of up to 2^32 states, off the main thread.
 *
 * @throws an Error when there are more states, or with code CARRYBIT_INVALID_ARGUMENT when this is no fixed network
 */
export async function wideRecoveries(
  network: FixedNetwork,
  machine: Machine,
  pairs: Pairs,
): Promise<Recoveries> {
  checkFixed(network);
  checkMachine(machine);
  requireObject('pairs', pairs, 'machineStates', 'networkStates');
  const flow = await requireAddon().zeroFlow(
    network,
    Uint32Array.from(reachableStates(pairs, network).keys()),
  );
  return recoveries(network, machine, pairs, () => flow);
}

/**
 * What `recovery` says, for up to 32 bits of state; without the addon for more than 24 bits an estimate from states
 * drawn at random. Returns nothing beyond 32 bits.
 */
export async function wideRecovery(
  network: FixedNetwork,
  machine: Machine,
  proof: Proven,
): Promise<Recovery | undefined> {
  const exact = recovery(network, machine, proof);
  if (exact !== undefined || network.stateBits * network.hidden > 32) return exact;
  const pairs = pairsOfProof(proof);
  if (addonIfAny() !== undefined) return summarized(await wideRecoveries(network, machine, pairs));
  return { ...summarized(sampledRecoveries(network, machine, pairs)), estimate: true };
}
