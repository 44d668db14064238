import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PREFIX, queueName } from '../../src/queue.ts';
import { Project } from './commands.ts';
import { Network } from './network.ts';
import { RedisServer } from './redis.ts';

const version = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
const head = { format: 'carrybit-sweep-1', machines: ['adder'] };
const small = { ...head, census: { starts: 6000 } };

let redis: RedisServer;
let project: Project;
beforeEach(async () => {
  [redis, project] = [await RedisServer.start(), new Project()];
});
afterEach(async () => {
  await project.remove();
  await redis.remove();
});

/** Writes a sweep file and works it off on this machine alone. */
async function planned(name: string, plan: object): Promise<string> {
  writeFileSync(join(project.folder, `${name}.json`), JSON.stringify(plan));
  const { code, stderr } = await project.start('sweep', `${name}.json`, '--out', `${name}-alone`).ended;
  expect([code, stderr]).toEqual([0, '']);
  return result(`${name}-alone`);
}

const sweep = (name: string, url = redis.url, out = name) =>
  project.start('sweep', `${name}.json`, '--out', out, '--queue', url);
const result = (out: string) => readFileSync(join(project.folder, out, 'result.json'), 'utf8');

/** Looks at the queue until this holds. */
async function until(holds: (queue: Queue) => Promise<boolean>): Promise<void> {
  const queue = new Queue(queueName(version), { connection: { url: redis.url }, prefix: PREFIX });
  queue.on('error', () => {});
  try {
    await expect.poll(() => holds(queue), { timeout: 120_000, interval: 50 }).toBe(true);
  } finally {
    await queue.close();
  }
}

const jobsDone = (count: number) => until(async (queue) => (await queue.getCompletedCount()) >= count);
const jobsActive = (count: number) => until(async (queue) => (await queue.getActiveCount()) >= count);

test('4 workers, 6 killed, a network cut, two sweeps at once: the bytes of one machine', async () => {
  const census = { starts: 25_000, seeds: [1, 2] };
  const due = await planned('first', {
    ...head,
    machines: ['adder', 'parity'],
    census,
    smallest: { maxBits: 16 },
  });
  const dueOther = await planned('second', {
    ...head,
    machines: ['subtractor'],
    census: { starts: 15_000 },
  });
  const network = await Network.before(redis.port);
  const workers = [redis.url, redis.url, network.url, network.url].map((url) => project.worker(url));
  await Promise.all(workers);
  const sweeps = [sweep('first'), sweep('second')];
  for (let kills = 0; kills < 6; kills++) {
    await jobsDone(kills + 1);
    await jobsActive(1);
    // The next one starts while this one dies.
    workers.push(project.worker(redis.url));
    (await workers.shift())?.child.kill('SIGKILL');
    // One of the two behind the network dies while it is cut, the other one afterwards.
    if (kills === 0) network.cut();
    if (kills === 2) network.mend();
  }
  const ended = await Promise.all(sweeps.map(({ ended }) => ended));
  network.close();
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  expect([result('first'), result('second')]).toEqual([due, dueOther]);
});

test('Redis killed and started again goes on, and both sides say so', async () => {
  const due = await planned('plan', small);
  const worker = await project.worker(redis.url);
  const sweeping = sweep('plan');
  await jobsDone(1);
  await redis.kill();
  await Promise.all([worker.says('is lost; trying again'), sweeping.says('is lost; trying again')]);
  await redis.start();
  const { code } = await sweeping.ended;
  expect([code, result('plan')]).toEqual([0, due]);
});

test('a network that falls silent is left, and the job goes to another worker', async () => {
  const due = await planned('plan', small);
  const network = await Network.before(redis.port);
  const worker = await project.worker(network.url);
  const sweeping = sweep('plan');
  await jobsActive(1);
  network.silence();
  await project.worker(redis.url);
  const { code } = await sweeping.ended;
  expect([code, result('plan')]).toEqual([0, due]);
  await worker.says('is lost; trying again');
  network.close();
});

test('a worker that is told to end gives its job back at once', async () => {
  await planned('plan', small);
  const worker = await project.worker(redis.url);
  const sweeping = sweep('plan');
  await jobsActive(1);
  worker.child.kill('SIGTERM');
  expect((await worker.ended).code).toBe(143);
  await until(async (queue) => (await queue.getActiveCount()) === 0 && (await queue.getWaitingCount()) > 0);
  sweeping.child.kill('SIGINT');
  const { code, stderr } = await sweeping.ended;
  expect([code, stderr]).toEqual([130, expect.stringContaining('the same command goes on from here')]);
  // Nobody works for a sweep that is not there.
  await until(async (queue) => (await queue.getJobCountByTypes('wait', 'active', 'delayed')) === 0);
});

test('a sweep that is killed goes on; what it had is not done again', async () => {
  const due = await planned('plan', small);
  const worker = await project.worker(redis.url);
  const killed = sweep('plan');
  await jobsDone(2);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const { code } = await sweep('plan').ended;
  expect([code, result('plan')]).toEqual([0, due]);
  worker.child.kill('SIGKILL');
  // All of it is in the queue: a sweep of the same from the beginning needs no worker.
  const { code: again } = await sweep('plan', redis.url, 'again').ended;
  expect([again, result('again')]).toEqual([0, due]);
});

test('workers of another version do nothing for a sweep, which says so', async () => {
  await planned('plan', small);
  const foreign = new Queue(queueName('0.0.1'), { connection: { url: redis.url }, prefix: PREFIX });
  const { Worker } = await import('bullmq');
  const taken: unknown[] = [];
  const worker = new Worker(queueName('0.0.1'), async ({ id }) => taken.push(id), {
    connection: { url: redis.url },
    prefix: PREFIX,
    name: 'foreign',
  });
  await worker.waitUntilReady();
  const sweeping = sweep('plan');
  await sweeping.says(
    `only workers of carrybit 0.0.1 are connected; this sweep waits for some of ${version}`,
  );
  await project.worker(redis.url);
  expect((await sweeping.ended).code).toBe(0);
  expect(taken).toEqual([]);
  await Promise.all([worker.close(), foreign.close()]);
});

describe('bad input', () => {
  const keys = (server: RedisServer) => server.ask((client) => client.dbsize());

  test.each([
    ['evicting memory policy', ['--maxmemory-policy', 'allkeys-lru'], 16, 'maxmemory-policy allkeys-lru'],
    ['a password', ['--requirepass', 'secret'], 15, 'refuses this user or password'],
    ['no room', ['--maxmemory', '1'], 17, 'takes no jobs: OOM'],
    [
      'a replica',
      ['--replicaof', '127.0.0.1 1', '--replica-serve-stale-data', 'yes'],
      17,
      'takes no jobs: READONLY',
    ],
  ])('%s: one sentence, its own exit code, nothing queued', async (_, options, code, reason) => {
    writeFileSync(join(project.folder, 'plan.json'), JSON.stringify(small));
    const server = await RedisServer.start(...options);
    const ended = await sweep('plan', server.url).ended;
    const left = options[0] === '--requirepass' ? 0 : await keys(server);
    await server.remove();
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(/^carrybit: [^\n]+\n$/);
    expect(ended.stderr).toContain(reason);
    expect(left).toBe(0);
  });

  test('no Redis', async () => {
    writeFileSync(join(project.folder, 'plan.json'), JSON.stringify(small));
    await redis.kill();
    for (const ended of [
      await sweep('plan').ended,
      await project.start('worker', '--queue', redis.url).ended,
    ]) {
      expect(ended).toMatchObject({ code: 14, stdout: '' });
      expect(ended.stderr).toMatch(/^carrybit: no Redis answers at [^\n]+\n$/);
    }
  });

  test('a malformed sweep file', async () => {
    writeFileSync(join(project.folder, 'plan.json'), JSON.stringify({ ...small, machines: [] }));
    const ended = await sweep('plan').ended;
    expect(ended).toMatchObject({ code: 13, stdout: '' });
    expect(ended.stderr).toMatch(/^carrybit: plan\.json: machines: [^\n]+\n$/);
    expect(await keys(redis)).toBe(0);
  });

  test('a full disk: nothing is queued, and one that fills up later loses nothing', async () => {
    const due = await planned('plan', small);
    const disk = join(project.folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    const fill = join(disk, 'fill');
    try {
      execFileSync('sh', ['-c', `head -c 1000000 /dev/zero >${fill} 2>/dev/null || true`]);
      const ended = await sweep('plan', redis.url, 'disk/out').ended;
      expect(ended).toMatchObject({ code: 18, stdout: '' });
      expect(ended.stderr).toMatch(/^carrybit: disk\/out\/sweep-state\.json: the disk is full[^\n]+\n$/);
      expect(await keys(redis)).toBe(0);

      execFileSync('rm', [fill]);
      await project.worker(redis.url);
      const sweeping = sweep('plan', redis.url, 'disk/out');
      await expect.poll(() => existsSync(join(disk, 'out/sweep-state.json')), { timeout: 30_000 }).toBe(true);
      execFileSync('sh', ['-c', `head -c 1000000 /dev/zero >${fill} 2>/dev/null || true`]);
      expect((await sweeping.ended).code).toBe(18);
      execFileSync('rm', [fill]);
      expect((await sweep('plan', redis.url, 'disk/out').ended).code).toBe(0);
      expect(result('disk/out')).toBe(due);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
