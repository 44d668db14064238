import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { FixedNetwork } from '../fixed/index.ts';
import type { Machine } from '../machine/machine.ts';
import { type Pairs, type Recoveries, recoveries } from './recoveries.ts';
import { sampledFlow } from './zero-flow.ts';

/**
 * An estimate of {@link recoveries} from some states drawn at random, for networks that have too many. Its counts are
 * those of the sample. The same seed (0 to 2^32 − 1) draws the same states everywhere.
 *
 * @throws RangeError when a state has more than 32 bits
 */
export function sampledRecoveries(
  network: FixedNetwork,
  machine: Machine,
  pairs: Pairs,
  samples = 1_000_000,
  seed = 1,
): Recoveries {
  const bits = network.stateBits * network.hidden;
  if (bits > 32) throw new RangeError(`expected at most 32 bits of state, got ${bits}`);
  const generator = xoroshiro128plus(seed);
  const states = Array.from({ length: samples }, () => (generator.next() >>> 0) >>> (32 - bits));
  return recoveries(network, machine, pairs, (fixed, reachable) => sampledFlow(fixed, reachable, states));
}
