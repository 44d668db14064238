import { census, NO_STARTS, smallest } from 'carrybit';
import type { CensusUnit, Counts, Outcome, Searched, SmallestUnit, Unit } from './unit.ts';

/** The clock never ends a search; only its work does, so that all machines find the same. */
const MAX_TIME_MS = 1e12;

/** Works on one unit with all cores; returns nothing if the signal aborts first. */
export async function runUnit(unit: Unit, worker: string, signal: AbortSignal): Promise<Outcome | undefined> {
  const began = performance.now();
  const value = unit.kind === 'census' ? await countStarts(unit, signal) : await search(unit);
  return value && { value, elapsed_ms: Math.round(performance.now() - began), worker };
}

async function countStarts(unit: CensusUnit, signal: AbortSignal): Promise<Counts | undefined> {
  const { task, training, widths, first, starts } = unit;
  const end = first + starts;
  const before = { ...NO_STARTS, starts: first };
  let counted = before;
  for await (counted of census(task, { ...training, maxStarts: end }, before, { signal }, widths));
  if (counted.starts !== end) return undefined;
  const { starts: _, ...counts } = counted;
  return counts;
}

async function search({ task, tables, bits, work }: SmallestUnit): Promise<Searched> {
  const limits = { minBits: bits, maxBits: bits, work, timeLimit_ms: MAX_TIME_MS };
  const { network, examined } = await smallest(task, tables, limits);
  return { network: network ?? null, examined };
}
