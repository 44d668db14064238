import { constantBits, OPTIMIZER_DEFAULTS, type OptimizerRule } from 'carrybit';
import type { CensusTally } from './census-tally.ts';
import type { SmallestTally } from './smallest-tally.ts';
import type { Sweep } from './sweep.ts';
import { provenOf } from './unit.ts';

/** One combination of a census, as people read it. */
export interface CensusRow {
  readonly machine: string;
  readonly hidden: number;
  readonly widths: string;
  readonly optimizer: string;
  readonly seed: number;
  /** Size of the constants of each network. */
  readonly bits: number;
  readonly starts: number;
  readonly learned: number;
  /** In whatever rounding. */
  readonly proven: number;
  /** In the first rounding already. */
  readonly firstRounding: number;
  /** Of all starts, 0 to 1. */
  readonly shareProven: number;
  /** Starts after which 99 of 100 seeds have a proven one; undefined where none was proven. */
  readonly startsNeeded: number | undefined;
}

/** One search, as people read it. */
export interface SmallestRow {
  readonly machine: string;
  readonly tables: string;
  /** Of the smallest network; undefined where none was found. */
  readonly bits: number | undefined;
  /** No network has fewer bits. */
  readonly lowerBound: number;
}

export interface Rows {
  readonly census: readonly CensusRow[];
  readonly smallest: readonly SmallestRow[];
}

export function rowsOf({ tallies }: Sweep): Rows {
  return {
    census: tallies.flatMap((tally) => (tally.kind === 'census' ? [censusRow(tally)] : [])),
    smallest: tallies.flatMap((tally) => (tally.kind === 'smallest' ? [smallestRow(tally)] : [])),
  };
}

function censusRow({ cell, counts, done }: CensusTally): CensusRow {
  const { task, training, widths } = cell;
  const shape = { inputs: task.inputs.length, hidden: training.hidden, outputs: task.outputs.length };
  const proven = provenOf(counts);
  const shareProven = proven / done;
  return {
    machine: task.name,
    hidden: training.hidden,
    widths: `${widths.weightBits}/${widths.stateBits}/${widths.tableBits}`,
    optimizer: ruleText(training.optimizer),
    seed: training.seed,
    bits: constantBits({ ...shape, ...widths }),
    starts: done,
    learned: counts.learned,
    proven,
    firstRounding: counts.proven,
    shareProven,
    startsNeeded: startsNeeded(shareProven),
  };
}

/** An optimizer by its kind, and by the numbers that are not the usual ones. */
function ruleText({ kind, ...numbers }: OptimizerRule): string {
  const usual = Object.entries(OPTIMIZER_DEFAULTS[kind].optimizer);
  const own = Object.entries(numbers).filter(([name, value]) =>
    usual.every(([other, usually]) => other !== name || usually !== value),
  );
  return [kind, ...own.map(([name, value]) => `${name} ${value}`)].join(', ');
}

/** Starts of which one at least is proven with a probability of 99 %. */
export function startsNeeded(shareProven: number): number | undefined {
  if (shareProven === 0) return undefined;
  if (shareProven === 1) return 1;
  return Math.max(1, Math.ceil(Math.log(0.01) / Math.log1p(-shareProven)));
}

function smallestRow(tally: SmallestTally): SmallestRow {
  const { task, tables, maxBits } = tally.cell;
  const { network, examined } = tally.searched();
  const undecided = examined.find(({ outcome }) => outcome === 'open' || outcome === 'too large');
  const bits = network === null ? undefined : examined.at(-1)?.bits;
  return { machine: task.name, tables, bits, lowerBound: undecided?.bits ?? bits ?? maxBits + 1 };
}
