import { quantized } from '../train.ts';
import { clouds } from './clouds.ts';
import type { Progress } from './protocol.ts';
import type { Search } from './search.ts';

/** Columns of the loss curve. */
const COLUMNS = 240;

/** The progress of a search. */
export function progressOf(search: Search, isRunning: boolean): Progress {
  const { task, widths, losses, updates, found, isOver } = search;
  const { float } = found ?? search;
  return {
    type: 'progress',
    isRunning,
    outcome: found ? 'proven' : isOver ? 'exhausted' : 'searching',
    start: search.start,
    update: losses.length,
    updates,
    loss: losses.at(-1),
    accuracy: search.accuracy,
    gradientNorm: search.gradientNorm,
    curve: curve(losses, updates),
    clouds: clouds(task, float, found?.fixed ?? quantized(float, widths)),
    counts: search.counts,
    dropped: search.dropped,
  };
}

/** The mean loss of each column of a curve that is as wide as all updates. */
function curve(losses: readonly number[], updates: number): Float32Array {
  const size = Math.max(1, updates / COLUMNS);
  return Float32Array.from({ length: Math.ceil(losses.length / size) }, (_, column) => {
    const from = Math.floor(column * size);
    const part = losses.slice(from, Math.max(from + 1, Math.floor((column + 1) * size)));
    return part.reduce((sum, loss) => sum + loss, 0) / part.length;
  });
}
