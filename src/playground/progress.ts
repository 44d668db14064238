import { quantized } from '../train.ts';
import { clouds } from './clouds.ts';
import type { Progress } from './protocol.ts';
import type { Search } from './search.ts';

/** The progress of a search. */
export function progressOf(search: Search, isRunning: boolean): Progress {
  const { task, widths, curve, updates, found, isOver } = search;
  const { float } = found ?? search;
  return {
    type: 'progress',
    isRunning,
    outcome: found ? 'proven' : isOver ? 'exhausted' : 'searching',
    start: search.start,
    update: curve.length,
    updates,
    loss: curve.last,
    accuracy: search.accuracy,
    gradientNorm: search.gradientNorm,
    curve: curve.means,
    clouds: clouds(task, float, found?.fixed ?? quantized(float, widths)),
    counts: search.counts,
    dropped: search.dropped,
  };
}
