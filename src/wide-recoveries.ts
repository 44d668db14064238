import { requireAddon } from '#native';
import { checkFixed, type FixedNetwork } from './fixed/index.ts';
import { checkMachine, type Machine } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import { type Pairs, type Recoveries, reachableStates, recoveries } from './proof/index.ts';

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
