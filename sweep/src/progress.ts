import type { Queue } from 'bullmq';
import type { Sweep } from './sweep.ts';
import { type Outcome, provenOf, type Unit } from './unit.ts';

/** The progress of a sweep, as JSON. */
export interface Snapshot {
  readonly elapsed_s: number;
  readonly cells: { readonly done: number; readonly total: number };
  readonly starts: { readonly done: number; readonly total: number; readonly perSecond: number };
  readonly searches: { readonly done: number; readonly total: number };
  readonly learned: number;
  readonly proven: number;
  /** Those that have finished a job, with how many, and how long these took. */
  readonly workers: readonly { readonly name: string; readonly jobs: number; readonly busy_s: number }[];
  readonly queue?: {
    /** Workers that are connected now. */
    readonly workers: number;
    readonly waiting: number;
    readonly active: number;
    readonly delayed: number;
    readonly failed: number;
    /** As the queue counts them, for all sweeps. */
    readonly jobsPerMinute: number;
  };
}

/** Follows a sweep. */
export class Progress {
  readonly #began = performance.now();
  readonly #workers = new Map<string, { jobs: number; busy_ms: number }>();
  #fresh = 0;
  #queue: Queue | undefined;

  taken(unit: Unit, { worker, elapsed_ms }: Outcome): void {
    const known = this.#workers.get(worker) ?? { jobs: 0, busy_ms: 0 };
    this.#workers.set(worker, { jobs: known.jobs + 1, busy_ms: known.busy_ms + elapsed_ms });
    if (unit.kind === 'census') this.#fresh += unit.starts;
  }

  follow(queue: Queue | undefined): void {
    this.#queue = queue;
  }

  async snapshot({ tallies }: Sweep): Promise<Snapshot> {
    const seconds = (performance.now() - this.#began) / 1000;
    const total = { starts: [0, 0], searches: [0, 0], learned: 0, proven: 0 };
    for (const tally of tallies) {
      const [done, all] = tally.kind === 'census' ? total.starts : total.searches;
      const counted = [(done ?? 0) + tally.done, (all ?? 0) + tally.total];
      if (tally.kind === 'smallest') total.searches = counted;
      else {
        total.starts = counted;
        total.learned += tally.counts.learned;
        total.proven += provenOf(tally.counts);
      }
    }
    const [starts = 0, allStarts = 0] = total.starts;
    const [searches = 0, allSearches = 0] = total.searches;
    const queue = this.#queue && (await lookAt(this.#queue));
    return {
      elapsed_s: Math.round(seconds * 10) / 10,
      cells: { done: tallies.filter(({ complete }) => complete).length, total: tallies.length },
      starts: { done: starts, total: allStarts, perSecond: Math.round(this.#fresh / seconds) },
      searches: { done: searches, total: allSearches },
      learned: total.learned,
      proven: total.proven,
      workers: [...this.#workers]
        .map(([name, { jobs, busy_ms }]) => ({ name, jobs, busy_s: Math.round(busy_ms / 100) / 10 }))
        .sort((a, b) => b.jobs - a.jobs),
      ...(queue && { queue }),
    };
  }
}

async function lookAt(queue: Queue): Promise<Snapshot['queue']> {
  const [counts, workers, metrics] = await Promise.all([
    queue.getJobCounts('wait', 'active', 'delayed', 'failed'),
    // Some Redis hosts do not allow listing clients.
    queue.getWorkersCount().catch(() => 0),
    queue.getMetrics('completed', 0, 0),
  ]);
  const { wait = 0, active = 0, delayed = 0, failed = 0 } = counts;
  return { workers, waiting: wait, active, delayed, failed, jobsPerMinute: metrics.data[0] ?? 0 };
}
