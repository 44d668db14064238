import type { Snapshot } from './progress.ts';

const BAR = 30;
/** Workers with a line each; the rest share one. */
const MAX_WORKERS = 8;

/** All of a sweep as lines for a terminal, none wider than it. */
export function progressLines(snapshot: Snapshot, columns: number): string {
  const { cells, starts, searches, learned, proven, workers, queue, elapsed_s } = snapshot;
  const number = (value: number) => value.toLocaleString('en');
  const share = cells.total === 0 ? 1 : done(snapshot);
  const filled = Math.round(share * BAR);
  const left = share > 0 ? clock((elapsed_s * (1 - share)) / share) : '–';
  const lines = [
    `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}  ${(100 * share).toFixed(1)} %  ${clock(elapsed_s)}, ${left} left`,
    `combinations  ${cells.done} of ${cells.total}`,
  ];
  if (starts.total > 0) {
    lines.push(
      `starts        ${number(starts.done)} of ${number(starts.total)}, ${number(starts.perSecond)} a second; ${number(learned)} learned, ${number(proven)} proven`,
    );
  }
  if (searches.total > 0)
    lines.push(`sizes searched  ${number(searches.done)} of at most ${number(searches.total)}`);
  if (queue !== undefined) {
    const { waiting, active, delayed, failed, jobsPerMinute } = queue;
    const troubled = delayed + failed > 0 ? `, ${delayed} to be tried again, ${failed} failed` : '';
    lines.push(
      `queue         ${queue.workers} workers, ${waiting} jobs waiting, ${active} under way${troubled}, ${number(jobsPerMinute)} in the last minute`,
    );
  }
  for (const { name, jobs, busy_s } of workers.slice(0, MAX_WORKERS))
    lines.push(`  ${name}  ${number(jobs)} jobs, ${clock(busy_s)}`);
  if (workers.length > MAX_WORKERS) lines.push(`  and ${workers.length - MAX_WORKERS} more`);
  return lines.map((line) => line.slice(0, columns)).join('\n');
}

function done({ starts, searches, cells }: Snapshot): number {
  const parts = [starts, searches].filter(({ total }) => total > 0);
  return cells.done === cells.total
    ? 1
    : parts.reduce((sum, { done: some, total }) => sum + some / total, 0) / parts.length;
}

/** 3725 → 1 h 02 min */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole} s`;
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
