// What the queue of carrybit-sweep costs: node bench/queue.mjs [STARTS [TURNS]]. Needs redis-server, and sweep
// installed. Prints JSON: a sweep on this machine against the same one through Redis and one worker, taking turns, by
// the clock and by the processor time of all processes; and how many jobs a second go through one coordinator when
// nothing is to be done in them.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
const STARTS = Number(process.argv[2] ?? 100_000);
const TURNS = Number(process.argv[3] ?? 15);
const JOBS = 20_000;
const IDLE_WORKERS = 2;
const PORT = 20_000 + (process.pid % 20_000);
const URL_OF_REDIS = `redis://127.0.0.1:${PORT}`;

const folder = mkdtempSync(join(tmpdir(), 'carrybit-queue-'));
mkdirSync(join(folder, 'node_modules'));
symlinkSync(place('../sweep'), join(folder, 'node_modules/carrybit-sweep'));
const plan = { format: 'carrybit-sweep-1', machines: ['adder'], census: { starts: STARTS } };
writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const command = (...args) =>
  spawn(process.execPath, [place('../dist/bin/carrybit.cjs'), ...args], { cwd: folder, stdio: 'ignore' });
const ended = (child) => new Promise((resolve) => child.once('close', resolve));

/** Seconds of processor time that a process has taken so far. */
function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Runs a sweep to its end; the processor time of those that end is taken from this process's children. */
async function sweep(...args) {
  rmSync(join(folder, 'swept'), { recursive: true, force: true });
  const began = performance.now();
  const before = childrenTime();
  const code = await ended(command('sweep', 'plan.json', ...args));
  if (code !== 0) throw new Error(`carrybit sweep ended with ${code}`);
  return { clock_s: (performance.now() - began) / 1000, processor_s: childrenTime() - before };
}

/** Seconds of processor time of all children that have ended. */
function childrenTime() {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

const server = spawn('redis-server', ['--port', String(PORT), '--save', '', '--appendonly', 'no'], {
  cwd: folder,
  stdio: 'ignore',
});
const children = [server];
try {
  await new Promise((resolve) => setTimeout(resolve, 500));
  const worker = command('worker', '--queue', URL_OF_REDIS);
  children.push(worker);
  const here = [];
  const queued = [];
  for (let turn = 0; turn < TURNS; turn++) {
    here.push(await sweep());
    // Otherwise the jobs of the turn before are still there, done.
    execFileSync('redis-cli', ['-p', String(PORT), 'flushall']);
    const before = processorTime(worker.pid) + processorTime(server.pid);
    const { clock_s, processor_s } = await sweep('--queue', URL_OF_REDIS);
    const others_s = processorTime(worker.pid) + processorTime(server.pid) - before;
    queued.push({ clock_s, processor_s: processor_s + others_s });
    process.stderr.write(`turn ${turn + 1} of ${TURNS}\n`);
  }
  worker.kill('SIGTERM');
  await ended(worker);
  const ratios = (field) => here.map((each, turn) => queued[turn][field] / each[field]);
  const jobsPerSecond = await throughput();
  const figures = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}`,
    redis: execFileSync('redis-server', ['--version'], { encoding: 'utf8' }).split(' ')[2],
    starts: STARTS,
    turns: TURNS,
    here_s: median(here.map(({ clock_s }) => clock_s)),
    queued_s: median(queued.map(({ clock_s }) => clock_s)),
    clockRatio: median(ratios('clock_s')),
    processorRatio: median(ratios('processor_s')),
    jobsPerSecond,
  };
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** Jobs in which nothing is to be done, through one coordinator. */
async function throughput() {
  const { runQueued } = await import('../sweep/dist/run-queued.js');
  const idle = Array.from({ length: IDLE_WORKERS }, () =>
    spawn(process.execPath, [place('idle-worker.mjs'), URL_OF_REDIS], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  children.push(...idle);
  await Promise.all(idle.map(({ stdout }) => new Promise((resolve) => stdout.once('data', resolve))));
  const { adder } = await import('../dist/src/index.js');
  let [next, done] = [0, 0];
  const source = {
    next: () =>
      next < JOBS ? { kind: 'smallest', task: adder, tables: 'any', bits: 1, work: ++next } : undefined,
    take: () => {
      done++;
    },
  };
  const { signal } = new AbortController();
  const began = performance.now();
  await runQueued(source, { url: URL_OF_REDIS, version: 'bench', signal, say: () => {} });
  if (done !== JOBS) throw new Error(`${done} of ${JOBS} jobs were counted`);
  return Math.round(JOBS / ((performance.now() - began) / 1000));
}
