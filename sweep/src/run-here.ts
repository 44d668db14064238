import { runUnit } from './run-unit.ts';
import type { Source } from './sweep.ts';

/** Runs a sweep with the cores of this computer. */
export async function runHere(source: Source, worker: string, signal: AbortSignal): Promise<void> {
  for (let unit = source.next(); unit !== undefined && !signal.aborted; unit = source.next()) {
    const outcome = await runUnit(unit, worker, signal);
    if (outcome === undefined) return;
    source.take(unit, outcome);
  }
}
