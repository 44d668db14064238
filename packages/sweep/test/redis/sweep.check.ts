import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PREFIX, queueName } from '../../src/queue.ts';
import { Project, type Running } from './commands.ts';
import { Proxy } from './proxy.ts';
import { RedisServer } from './redis.ts';

const version = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
const census = { starts: 12_000, seeds: [1, 2] };
const plan = { format: 'carrybit-sweep-1', machines: ['adder', 'parity'], census, smallest: { maxBits: 16 } };
const other = { ...plan, machines: ['subtractor'], census: { starts: 9000 } };

let redis: RedisServer;
let project: Project;
beforeEach(async () => {
  [redis, project] = [await RedisServer.start(), new Project()];
  write('plan.json', plan);
  write('other.json', other);
});
afterEach(async () => {
  await project.remove();
  await redis.remove();
});

const write = (name: string, content: object) =>
  writeFileSync(join(project.folder, name), JSON.stringify(content));
const result = (out: string) => readFileSync(join(project.folder, out, 'result.json'), 'utf8');

/** Works a plan off on this machine alone. */
async function alone(file: string): Promise<string> {
  const { code, stderr } = await project.start('sweep', file, '--out', 'alone').ended;
  expect([code, stderr]).toEqual([0, '']);
  return result('alone');
}

const sweep = (file: string, out: string, url = redis.url) =>
  project.start('sweep', file, '--out', out, '--queue', url, '--json');

/** Settles when so many jobs of the queue are done. */
async function jobsDone(count: number): Promise<void> {
  const queue = new Queue(queueName(version), { connection: { url: redis.url }, prefix: PREFIX });
  queue.on('error', () => {});
  try {
    await expect
      .poll(() => queue.getCompletedCount(), { timeout: 120_000, interval: 50 })
      .toBeGreaterThanOrEqual(count);
  } finally {
    await queue.close();
  }
}

describe('a sweep by workers', () => {
  test('comes to the bytes of one machine: 4 workers, 6 killed, a network cut, two sweeps at once', async () => {
    const [due, dueOther] = [await alone('plan.json'), await alone('other.json').catch(() => '')];
    void dueOther;
    const proxy = await Proxy.before(redis.port);
    const workers: Running[] = [];
    for (let count = 0; count < 4; count++)
      workers.push(await project.worker(count < 2 ? proxy.url : redis.url));
    const sweeps = [sweep('plan.json', 'first'), sweep('other.json', 'second')];
    for (let kills = 0; kills < 6; kills++) {
      await jobsDone(6 * kills + 3);
      workers.shift()?.child.kill('SIGKILL');
      workers.push(await project.worker(kills % 2 === 0 ? proxy.url : redis.url));
      if (kills === 3) {
        proxy.cut();
        await jobsDone(6 * kills + 5);
        proxy.mend();
      }
    }
    const ended = await Promise.all(sweeps.map(({ ended }) => ended));
    proxy.close();
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    expect(result('first')).toBe(due);
  });
});
