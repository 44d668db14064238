import { Job, type JobsOptions, Queue, QueueEvents } from 'bullmq';
import { missingWorkers } from './missing-workers.ts';
import { connect, explainRedis, jobId, PREFIX, queueName } from './queue.ts';
import type { Source } from './sweep.ts';
import { SweepError } from './sweep-error.ts';
import { checkOutcome, type Unit } from './unit.ts';

/** Maximum of jobs in the queue: enough for a thousand workers, and few enough for memory. */
const MAX_QUEUED = 1000;
/** Events may be missed while Redis is away, so each job is looked up so often. */
const LOOK_UP_MS = 5000;
/** Commands that are under way at the same time when jobs are looked up. */
const CHUNK = 100;
/** How long jobs are taken out of the queue at the end. */
const CLEAR_MS = 1000;

/** A job that fails is tried again; what it came to stays there, should this process end before it is saved. */
const JOB: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000 },
  removeOnComplete: { count: 10_000 },
  removeOnFail: { count: 10_000 },
};

export interface QueueOptions {
  readonly url: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
  /** Is given the queue to look at for as long as the work goes on. */
  readonly onQueue?: ((queue: Queue) => void) | undefined;
}

/** Runs a sweep through a queue, with any number of workers. @throws SweepError */
export async function runQueued(source: Source, options: QueueOptions): Promise<void> {
  const { url, version, signal, say, onQueue } = options;
  const redis = connect(url, say);
  const place = { connection: redis, prefix: PREFIX };
  const queue = new Queue(queueName(version), place);
  // What a lost connection does is said by the connection.
  queue.on('error', () => {});
  const coordinator = new Coordinator(source, queue, version);
  let events: QueueEvents | undefined;
  try {
    const [seconds, microseconds] = await redis.time();
    // Events are numbered by Redis's clock: none of those that come from now on is missed.
    const lastEventId = `${Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)}-0`;
    events = new QueueEvents(queueName(version), { ...place, lastEventId });
    events.on('error', () => {});
    await events.waitUntilReady();
    onQueue?.(queue);
    events.on('completed', ({ jobId: id, returnvalue }) => coordinator.completed(id, returnvalue));
    events.on('duplicated', ({ jobId: id }) => coordinator.lookUp([id], 'retry'));
    events.on('failed', ({ jobId: id, failedReason }) => coordinator.failed(id, failedReason));
    await coordinator.run(signal, missingWorkers(redis, options));
  } catch (error) {
    throw explainRedis(error as Error, url);
  } finally {
    await coordinator.clear();
    await events?.close();
    redis.disconnect();
  }
}

/** Keeps a queue filled with the units of a source, and counts what they come to. */
class Coordinator {
  readonly #source: Source;
  readonly #queue: Queue;
  readonly #version: string;
  /** Units in the queue by their job's name. */
  readonly #queued = new Map<string, Unit>();
  readonly #ended: Promise<void>;
  #end: () => void = () => {};
  #fail: (error: Error) => void = () => {};
  #filling = false;

  constructor(source: Source, queue: Queue, version: string) {
    this.#source = source;
    this.#queue = queue;
    this.#version = version;
    this.#ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
  }

  /** @param onLookUp is called so often as jobs are looked up */
  async run(signal: AbortSignal, onLookUp: () => void): Promise<void> {
    signal.addEventListener('abort', () => this.#end(), { once: true });
    const timer = setInterval(() => {
      this.lookUp([...this.#queued.keys()], 'fail');
      onLookUp();
    }, LOOK_UP_MS);
    try {
      if (!signal.aborted) this.#fill();
      await (signal.aborted ? undefined : this.#ended);
    } finally {
      clearInterval(timer);
    }
  }

  completed(id: string, value: unknown): void {
    const unit = this.#queued.get(id);
    if (unit === undefined) return;
    try {
      this.#source.take(unit, checkOutcome(unit, value));
    } catch (error) {
      const reason = (error as Error).message;
      this.#fail(new SweepError('job', `job ${id} returned an impossible result: ${reason}`));
      return;
    }
    this.#queued.delete(id);
    this.#fill();
  }

  failed(id: string, reason: string): void {
    if (!this.#queued.has(id)) return;
    this.#fail(
      new SweepError('job', `job ${id} failed too often: ${reason}; the same command tries it again`),
    );
  }

  /** Looks what has become of jobs: what was missed is counted, and what Redis has lost is queued again. */
  lookUp(ids: readonly string[], failed: 'fail' | 'retry'): void {
    const each = async (id: string) => {
      const job = await Job.fromId(this.#queue, id);
      const unit = this.#queued.get(id);
      if (unit === undefined) return;
      if (job === undefined) await this.#add([[id, unit]]);
      else if (job.finishedOn === undefined) return;
      else if (job.failedReason === undefined) this.completed(id, job.returnvalue);
      else if (failed === 'retry') await job.retry('failed');
      else this.failed(id, job.failedReason);
    };
    const all = async () => {
      for (let first = 0; first < ids.length; first += CHUNK)
        await Promise.all(ids.slice(first, first + CHUNK).map(each));
    };
    all().catch(this.#fail);
  }

  /** Takes the jobs that nobody works on out of the queue. */
  async clear(): Promise<void> {
    const removed = Promise.allSettled([...this.#queued.keys()].map((id) => this.#queue.remove(id)));
    await Promise.race([removed, new Promise((resolve) => setTimeout(resolve, CLEAR_MS))]);
  }

  #fill(): void {
    if (this.#filling) return;
    this.#filling = true;
    this.#fillUp()
      .then(() => {
        this.#filling = false;
        if (this.#queued.size === 0) this.#end();
      })
      .catch(this.#fail);
  }

  async #fillUp(): Promise<void> {
    for (;;) {
      const added: [string, Unit][] = [];
      while (this.#queued.size < MAX_QUEUED) {
        const unit = this.#source.next();
        if (unit === undefined) break;
        const id = jobId(unit, this.#version);
        this.#queued.set(id, unit);
        added.push([id, unit]);
      }
      if (added.length === 0) return;
      await this.#add(added);
    }
  }

  async #add(units: readonly [string, Unit][]): Promise<void> {
    await this.#queue.addBulk(
      units.map(([id, unit]) => ({ name: unit.kind, data: unit, opts: { ...JOB, jobId: id } })),
    );
  }
}
