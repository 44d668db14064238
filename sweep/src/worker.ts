import { MetricsTime, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import { checkRedis, checkUrl, connect, PREFIX, queueName, shown } from './queue.ts';
import { runUnit } from './run-unit.ts';
import { checkUnit, type Outcome, type Unit } from './unit.ts';
import { workerName } from './worker-name.ts';

/** A job whose worker has been silent for this long goes to another worker. */
const LOCK_MS = 10_000;
const STALLED_INTERVAL_MS = 5000;
/** After this many workers have died during a job, it is not tried again. */
const MAX_STALLED = 20;

export interface WorkOptions {
  readonly queue: string;
  readonly version: string;
  /** Gives the job under way back and ends. */
  readonly signal: AbortSignal;
  /** Is told, in a sentence, what people should know. */
  readonly say: (sentence: string) => void;
}

/** Works on all sweeps of this version that are queued there, until the signal aborts. @throws SweepError */
export async function work({ queue, version, signal, say }: WorkOptions): Promise<void> {
  checkUrl(queue);
  await checkRedis(queue);
  const name = workerName();
  const redis = connect(queue, say);
  const worker = new Worker<Unit, Outcome>(
    queueName(version),
    async (job, token) => {
      const outcome = await runUnit(checked(job.data), name, signal);
      if (outcome !== undefined) return outcome;
      // So that no other worker has to find out that this job stalled.
      await job.moveToWait(token);
      throw new WaitingError();
    },
    {
      connection: redis,
      prefix: PREFIX,
      name,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_INTERVAL_MS,
      maxStalledCount: MAX_STALLED,
      metrics: { maxDataPoints: MetricsTime.ONE_WEEK },
    },
  );
  // What a lost connection does is said by the connection.
  worker.on('error', () => {});
  say(`${name} works for the sweeps of carrybit ${version} at ${shown(queue)}`);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await worker.close();
  redis.disconnect();
}

/** Data that is not a unit of work is not tried a second time. */
function checked(data: unknown): Unit {
  try {
    return checkUnit(data);
  } catch (error) {
    throw new UnrecoverableError((error as Error).message);
  }
}
