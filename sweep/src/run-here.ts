import { runUnit } from './run-unit.ts';
import type { Source } from './sweep.ts';

/** Works a sweep off with this machine's cores. */
export async function runHere(source: Source, worker: string, signal: AbortSignal): Promise<void> {
  for (let unit = source.next(); unit !== undefined && !signal.aborted; unit = source.next()) {
    const outcome = await runUnit(unit, worker, signal);
    if (outcome === undefined) return;
    source.take(unit, outcome);
  }
}
