// 10⁶ starts by 8 workers of which 30 are killed come to the bytes of one machine: the full form of
// sweep/test/redis. Needs redis-server, and sweep installed.
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const inTests = async (name) => {
  const file = new URL(`../../sweep/test/redis/${name}.ts`, import.meta.url);
  return (await runnerImport(fileURLToPath(file))).module;
};

async function seconds(work) {
  const began = performance.now();
  const value = await work();
  return [Math.round((performance.now() - began) / 1000), value];
}

/** Workers are killed at random, spread over the sweep. */
export async function sweeps(starts, count, kills) {
  const { Project } = await inTests('commands');
  const { RedisServer } = await inTests('redis');
  const redis = await RedisServer.start();
  const project = new Project();
  const result = (out) => readFileSync(join(project.folder, out, 'result.json'), 'utf8');
  try {
    const plan = { format: 'carrybit-sweep-1', machines: ['adder'], census: { starts } };
    writeFileSync(join(project.folder, 'plan.json'), JSON.stringify(plan));
    const [alone_s, alone] = await seconds(() => project.start('sweep', 'plan.json', '--out', 'alone').ended);
    assert.equal(alone.code, 0, alone.stderr);

    const workers = await Promise.all(Array.from({ length: count }, () => project.worker(redis.url)));
    const sweeping = project.start('sweep', 'plan.json', '--out', 'queued', '--queue', redis.url, '--json');
    let killed = 0;
    const replaced = [];
    // One dies whenever so much more is done.
    const lines = createInterface({ input: sweeping.child.stdout });
    lines.on('line', (line) => {
      const { starts: counted } = JSON.parse(line);
      while (killed < kills && counted.done / counted.total > killed / (kills + 5)) {
        const [victim] = workers.splice(Math.floor(Math.random() * workers.length), 1);
        if (victim === undefined) return;
        victim.child.kill('SIGKILL');
        killed++;
        replaced.push(project.worker(redis.url).then((worker) => workers.push(worker)));
      }
    });
    const [queued_s, ended] = await seconds(() => sweeping.ended);
    await Promise.all(replaced);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(killed, kills, 'the sweep ended before all were killed');
    assert.equal(result('queued'), result('alone'));
    const last = JSON.parse(ended.stdout.trim().split('\n').at(-1));
    const jobs = last.workers.reduce((sum, { jobs }) => sum + jobs, 0);
    return `${starts.toLocaleString('en')} starts by ${count} workers, ${killed} killed, ${jobs} jobs of ${last.workers.length} workers: the bytes of one machine, ${queued_s} s after its ${alone_s} s`;
  } finally {
    await project.remove();
    await redis.remove();
  }
}
