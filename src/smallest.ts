import { loadSearches, searches } from '#native';
import { constantBits, type FixedNetwork } from './fixed/index.ts';
import { checkMachine, type Machine } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import { nativeTables } from './training/native-tables.ts';

/**
 * What a network's table may hold: anything, entries that never fall as the index rises, or tanh (docs/spec.md section
 * 3).
 */
export type Tables = 'any' | 'monotone' | 'tanh';

/** All networks with one number of hidden units and the same widths, and the result of the search in it. */
export interface Space {
  readonly hidden: number;
  readonly weightBits: number;
  readonly stateBits: number;
  readonly tableBits: number;
  /** Size of the constants of each network: docs/spec.md section 3. */
  readonly bits: number;
  /**
   * `found`: it holds a network. `none`: a search shows that it holds none. `too few states` and `table too large`: an
   * argument shows that. Not decided: `open` if a limit was reached, `too large` if a row has too many candidates.
   */
  readonly outcome: 'found' | 'none' | 'too few states' | 'table too large' | 'open' | 'too large';
  /** Base-2 logarithm of the number of networks with one shift. */
  readonly networksLog2: number;
  /** Shifts that make a difference. */
  readonly shifts: number;
  /** Rows of weights that a unit may have, over all shifts, and how many of them act differently. */
  readonly rows: number;
  readonly distinctRows: number;
  /** Nodes that the search visited. */
  readonly nodes: number;
}

/** The result of {@link smallest}, and what it ruled out. */
export interface Smallest {
  /** The first network found, in the order of {@link examined}. */
  readonly network: FixedNetwork | undefined;
  /** Every space examined, those with the fewest bits first, up to the network's own. */
  readonly examined: readonly Space[];
  /** No network has fewer bits than this. */
  readonly lowerBound: number;
}

/** Limits of {@link smallest}. */
export interface SmallestLimits {
  /** Networks of fewer bits are known not to exist, so the search begins here. */
  readonly minBits?: number;
  /** Networks of more bits are not searched. */
  readonly maxBits?: number;
  /**
   * Rows of weights tried in each space and shift, about a thousand in a microsecond. A network found within this limit
   * does not depend on the computer's speed.
   */
  readonly work?: number;
  /** Ms after which the search ends with what it has found. */
  readonly timeLimit_ms?: number;
}

/** Eleven days: no limit. */
const MAX_TIME_ms = 1e9;

/** Defaults of {@link smallest}. */
export const SMALLEST_LIMITS = { minBits: 0, maxBits: 256, work: 2 ** 31, timeLimit_ms: 60_000 } as const;

/**
 * Searches, on all cores, for the fixed network with the fewest bits of constants that does what a machine says. The
 * result does not depend on the number of cores. It depends on the clock if the time limit is reached.
 *
 * @throws an Error with code CARRYBIT_INVALID_ARGUMENT for a machine or limits that do not fit
 */
export async function smallest(
  machine: Machine,
  tables: Tables = 'any',
  limits: SmallestLimits = {},
): Promise<Smallest> {
  checkMachine(machine);
  requireObject('limits', limits);
  const all = { ...SMALLEST_LIMITS, ...limits };
  await loadSearches();
  const found = await searches().smallest(nativeTables(machine), tables, {
    ...all,
    timeLimitMs: all.timeLimit_ms,
  });
  const undecided = found.examined.find(({ outcome }) => outcome === 'open' || outcome === 'too large');
  return {
    network: found.network ?? undefined,
    examined: found.examined,
    lowerBound: undecided?.bits ?? (found.network ? constantBits(found.network) : all.maxBits + 1),
  };
}

/** Amounts of work: one that finds most networks, and the maximum. */
const WORKS = [2 ** 22, SMALLEST_LIMITS.work];

/**
 * The first network with exactly this many bits, in the order of spaces, that this much work finds. It is always the
 * same one, whatever a time limit has left open in the search that found this size.
 */
export async function firstOfSize(
  machine: Machine,
  tables: Tables,
  bits: number,
  work: number,
): Promise<FixedNetwork | undefined> {
  const limits = { minBits: bits, maxBits: bits, work, timeLimit_ms: MAX_TIME_ms };
  return (await smallest(machine, tables, limits)).network;
}

/** {@link firstOfSize} with the least work that finds a network; nothing if there is none. */
export async function reproducibleOfSize(
  machine: Machine,
  tables: Tables,
  bits: number,
): Promise<{ readonly fixed: FixedNetwork; readonly work: number } | undefined> {
  for (const work of WORKS) {
    const fixed = await firstOfSize(machine, tables, bits, work);
    if (fixed) return { fixed, work };
  }
  return undefined;
}
