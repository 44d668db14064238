import { loadSearches, searches } from '#native';
import { constantBits, type FixedNetwork } from './fixed/index.ts';
import { checkMachine, type Machine } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import { nativeTables } from './native-tables.ts';

/** What a network's table may hold: anything, what never falls as the index rises, or tanh (docs/spec.md section 3). */
export type Tables = 'any' | 'monotone' | 'tanh';

/** All networks of one number of hidden units and of the same widths, and what became of them. */
export interface Space {
  readonly hidden: number;
  readonly weightBits: number;
  readonly stateBits: number;
  readonly tableBits: number;
  /** Size of the constants of each network: docs/spec.md section 3. */
  readonly bits: number;
  /**
   * `found`: it holds a network. It holds none: `none` says so after a search, `too few states` and `table too large`
   * by argument. Not decided: `open` where a limit came first, `too large` where a row has too many candidates.
   */
  readonly outcome: 'found' | 'none' | 'too few states' | 'table too large' | 'open' | 'too large';
  /** Base-2 logarithm of the number of networks with one shift. */
  readonly networksLog2: number;
  /** Shifts that make a difference. */
  readonly shifts: number;
  /** Rows of weights that a unit may have, over all shifts, and those of them that differ in what they do. */
  readonly rows: number;
  readonly distinctRows: number;
  /** Nodes that the search visited. */
  readonly nodes: number;
}

/** What {@link smallest} found, and what it ruled out. */
export interface Smallest {
  /** The first network that was found, in the order of {@link examined}. */
  readonly network: FixedNetwork | undefined;
  /** Every space that was looked at, those with the fewest bits first, up to the network's own. */
  readonly examined: readonly Space[];
  /** No network has fewer bits than this. */
  readonly lowerBound: number;
}

/** How far {@link smallest} looks. */
export interface SmallestLimits {
  /** Networks of fewer bits are known not to exist. */
  readonly minBits?: number;
  /** Networks of more bits are not looked for. */
  readonly maxBits?: number;
  /**
   * Rows of weights looked at for one space and shift, about a thousand in a microsecond: what is found within that
   * does not depend on the computer's speed.
   */
  readonly work?: number;
  /** Ms after which it ends with what it has. */
  readonly timeLimit_ms?: number;
}

/** Eleven days: no limit. */
const MAX_TIME_ms = 1e9;

/** What {@link smallest} keeps to where nothing is said. */
export const SMALLEST_LIMITS = { minBits: 0, maxBits: 256, work: 2 ** 31, timeLimit_ms: 60_000 } as const;

/**
 * Looks for the fixed network with the fewest bits of constants that does what a machine says, on all cores. The
 * result does not depend on the number of cores; it does depend on the clock when the time limit comes.
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

/** Work that finds most networks, and the most that is ever spent. */
const WORKS = [2 ** 22, SMALLEST_LIMITS.work];

/**
 * The first network of exactly so many bits, in the order of spaces, that so much work finds: whatever a time limit has
 * left open in the search that found one of this size, this one is always the same.
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

/** {@link firstOfSize} with the least work that finds one; nothing if there is none. */
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
