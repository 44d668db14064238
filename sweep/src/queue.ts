import { valueDigest } from 'carrybit/sweep-parts';
import { Redis } from 'ioredis';
import { SweepError } from './sweep-error.ts';
import type { Unit } from './unit.ts';

/** Prefix of all keys in Redis. */
export const PREFIX = 'carrybit';

/**
 * The format of queued units of work. It changes whenever an older worker would misread a newer job. A job's digest and
 * its queue contain it together with carrybit's version, so a worker of another version never sees the job.
 */
const TRAVEL_FORMAT = 1;

export const queueName = (version: string) => `sweep-${version}-${TRAVEL_FORMAT}`;

/** The version of a queue's workers, if it is a carrybit queue. */
export const versionOf = (queue: string) => /^sweep-(.+)-\d+$/.exec(queue)?.[1];

/** A job's name is the digest of everything that determines its result, so the same job is never queued twice. */
export const jobId = (unit: Unit, version: string) => valueDigest({ version, unit });

/** Ms within which Redis must answer; longer than a blocking command waits. */
const ANSWER_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5000;

/**
 * Connects for as long as the work goes on; a lost connection is opened again.
 *
 * @param say called once when Redis is lost, and when it is back
 */
export function connect(url: string, say: (sentence: string) => void): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    keepAlive: CONNECT_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(100 * 2 ** times, 2000),
  });
  let lost = false;
  redis.on('close', () => {
    if (!lost && redis.status !== 'end') say(`${shown(url)} is lost; trying again`);
    lost = true;
  });
  redis.on('ready', () => {
    if (lost) say(`${shown(url)} is back`);
    lost = false;
  });
  // Says nothing that the two do not.
  redis.on('error', () => {});
  return redis;
}

/** The URL without its password. */
export function shown(url: string): string {
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.href;
}

/**
 * Checks a Redis before it gets any jobs.
 *
 * @throws SweepError when it cannot be reached, wants another password, or might lose jobs
 */
export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
  });
  // Why connecting failed is told by an event alone.
  let reason: Error | undefined;
  redis.on('error', (error: Error) => {
    reason ??= error;
  });
  try {
    await redis.connect();
    const memory = await redis.info('memory');
    const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
    if (policy !== undefined && policy !== 'noeviction')
      throw new SweepError(
        'evicting',
        `${shown(url)} drops keys when it is full (maxmemory-policy ${policy}), and jobs with them; set it to noeviction: redis-cli config set maxmemory-policy noeviction`,
      );
  } catch (error) {
    throw explainRedis(reason ?? (error as Error), url);
  } finally {
    redis.disconnect();
  }
}

/** The problem with a Redis, in a sentence. */
export function explainRedis(error: Error, url: string): SweepError {
  if (error instanceof SweepError) return error;
  const { message } = error;
  const at = shown(url);
  if (/^(WRONGPASS|NOAUTH|ERR AUTH|ERR invalid password|NOPERM)/.test(message))
    return new SweepError(
      'password',
      `${at} refuses this user or password (${message}); the URL is redis://user:password@host:port`,
    );
  if (/^(OOM|READONLY|MISCONF|ERR|MASTERDOWN|LOADING)|Redis version/.test(message))
    return new SweepError('refused', `${at} takes no jobs: ${message}`);
  const { code } = error as NodeJS.ErrnoException;
  return new SweepError(
    'unreachable',
    `no Redis answers at ${at} (${code ?? message}); start one, or correct --queue`,
  );
}

/** @throws SweepError for a text that is no URL of a Redis */
export function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'redis:' && protocol !== 'rediss:')
    throw new SweepError(
      'unreachable',
      '--queue: expected redis://host:port or rediss://…, got another text',
    );
}
