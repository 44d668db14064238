import type { Redis } from 'ioredis';
import { PREFIX, queueName, shown, versionOf } from './queue.ts';

/** BullMQ names a worker's connection after its queue and the worker. */
const WORKER = new RegExp(`\\bname=${PREFIX}:([A-Za-z0-9+/=]+):w:`, 'g');

/** Checks whether any worker is connected; reports once if there is none, and which other versions there are. */
export function missingWorkers(
  redis: Redis,
  { url, version, say }: { url: string; version: string; say: (sentence: string) => void },
): () => void {
  let said = false;
  const look = async () => {
    const clients = String(await redis.client('LIST'));
    const queues = [...clients.matchAll(WORKER)].map(([, name = '']) =>
      Buffer.from(name, 'base64').toString(),
    );
    if (said || queues.includes(queueName(version))) return;
    said = true;
    const others = [...new Set(queues.flatMap((name) => versionOf(name) ?? []))];
    const what = others.length > 0 ? `only workers of carrybit ${others.join(', ')} are` : 'no worker is';
    say(`${what} connected; this sweep waits for some of ${version}: carrybit worker --queue ${shown(url)}`);
  };
  // Some Redis hosts do not allow listing clients; then nothing is reported.
  return () => void look().catch(() => {});
}
