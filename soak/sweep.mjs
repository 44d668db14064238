// The full form of the sweeps' check: 10⁶ starts by 8 workers of which 30 are killed come to the bytes of one machine.
// node soak/sweep.mjs [STARTS]: needs redis-server, and packages/sweep installed. Figures go to soak/sweep.json.
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const STARTS = Number(process.argv[2] ?? 1_000_000);
const WORKERS = 8;
const KILLS = 30;

const inTests = async (name) =>
  (await runnerImport(fileURLToPath(new URL(`../packages/sweep/test/redis/${name}.ts`, import.meta.url))))
    .module;
const { Project } = await inTests('commands');
const { RedisServer } = await inTests('redis');

const redis = await RedisServer.start();
const project = new Project();
const say = (text) => process.stdout.write(`${text}\n`);
const result = (out) => readFileSync(join(project.folder, out, 'result.json'), 'utf8');

async function timed(work) {
  const began = performance.now();
  const value = await work();
  return [Math.round((performance.now() - began) / 100) / 10, value];
}

try {
  const plan = { format: 'carrybit-sweep-1', machines: ['adder'], census: { starts: STARTS } };
  writeFileSync(join(project.folder, 'plan.json'), JSON.stringify(plan));

  const [alone_s] = await timed(async () => {
    const { code, stderr } = await project.start('sweep', 'plan.json', '--out', 'alone').ended;
    assert.equal(code, 0, stderr);
  });
  say(`one machine: ${STARTS} starts in ${alone_s} s`);

  const workers = [];
  for (let count = 0; count < WORKERS; count++) workers.push(await project.worker(redis.url));
  const sweeping = project.start('sweep', 'plan.json', '--out', 'queued', '--queue', redis.url, '--json');
  let underWay = true;
  sweeping.ended.then(() => {
    underWay = false;
  });
  let kills = 0;
  const interval_ms = (alone_s * 1000) / (KILLS + 5);
  const [queued_s, ended] = await timed(async () => {
    while (kills < KILLS) {
      await pause(interval_ms * (0.5 + Math.random()));
      if (!underWay) break;
      const [victim] = workers.splice(Math.floor(Math.random() * workers.length), 1);
      victim.child.kill('SIGKILL');
      kills++;
      workers.push(await project.worker(redis.url));
    }
    return sweeping.ended;
  });
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(kills, KILLS, 'the sweep ended before all were killed');
  assert.equal(result('queued'), result('alone'));
  const last = JSON.parse(ended.stdout.trim().split('\n').at(-1));
  const figures = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}`,
    starts: STARTS,
    workers: WORKERS,
    kills,
    same: true,
    workersSeen: last.workers.length,
    jobs: last.workers.reduce((sum, { jobs }) => sum + jobs, 0),
    alone_s,
    queued_s,
  };
  writeFileSync(new URL('sweep.json', import.meta.url), `${JSON.stringify(figures, undefined, 2)}\n`);
  say(JSON.stringify(figures));
} finally {
  await project.remove();
  await redis.remove();
}
