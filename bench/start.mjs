// What a whole command takes, from the shell's point of view: alone by `node bench/start.mjs`, and part of the bench.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';
import { figure, time } from './table.mjs';

const python = process.env.PYTHON ?? 'python3';
const main = fileURLToPath(new URL('../dist/bin/carrybit.cjs', import.meta.url));

/** Where it is set, Node reads these certificates at every start, which takes longer than the rest of the start. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const carrybit = (...args) => ({
  name: `carrybit ${args.join(' ')}`,
  command: process.execPath,
  args: [main, ...args],
});

const root = new URL('..', import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

/** A program that imports an entry of the library and does nothing with it. */
function library(path) {
  const { href } = new URL(exports[path].default, root);
  return {
    name: `import 'carrybit${path.slice(1)}'`,
    command: process.execPath,
    args: ['--input-type=module', '-e', `import ${JSON.stringify(href)}`],
  };
}

/** In this order: those that need a network find the one that was trained before. */
const COMMANDS = [
  { name: 'node -e 0', command: process.execPath, args: ['-e', '0'] },
  carrybit('--version'),
  carrybit('--help'),
  carrybit('train'),
  carrybit('train', '--quiet'),
  carrybit('check'),
  carrybit('export', '--format', 'c', '--out', 'adder.h'),
  carrybit('explain'),
  carrybit('flash-weights', '--port', 'sim'),
  carrybit('stream', '13', '4', '--port', 'sim'),
  ...['.', './machine', './formats', './board', './simulator'].map(library),
  {
    name: 'python -c "import numpy"',
    command: python,
    args: ['-c', 'import numpy'],
    remedy: 'pip install numpy',
  },
  {
    name: 'python -c "import torch"',
    command: python,
    args: ['-c', 'import torch'],
    remedy: 'pip install torch',
  },
];

/** Rows as {@link measure}'s, with the CPU time: the first command is what the others are compared with. */
export function measureCommands({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-bench-'));
  const present = [];
  const absent = [];
  try {
    for (const each of COMMANDS) {
      if (run(each, folder) === undefined) absent.push({ name: each.name, remedy: each.remedy });
      else present.push({ ...each, runs: [] });
    }
    for (let round = 0; round < rounds; round++) {
      for (const each of present) each.runs.push(run(each, folder));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [first] = present.map(medians);
  const results = present.map((each) => {
    const own = medians(each);
    return {
      name: each.name,
      ...(hasBash && { about: `CPU ${time(own.cpu)}, ${figure(own.cpu / first.cpu)}×` }),
      versions: {},
      median: own.seconds,
      ratio: own.seconds / first.seconds,
      rounds: each.runs.map(({ seconds }) => seconds),
    };
  });
  return { absent, results };
}

function medians({ runs }) {
  return { seconds: median(runs.map(({ seconds }) => seconds)), cpu: median(runs.map(({ cpu }) => cpu)) };
}

/** Node does not know what a process that has ended took of all processors; bash does, where there is one. */
const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

/** What a command took, or nothing when it fails for want of something that can be installed. */
function run({ name, command, args, remedy }, folder) {
  const whole = hasBash ? ['bash', '-c', 'TIMEFORMAT="%U %S"; time "$0" "$@"', command] : [command];
  const [program, ...rest] = [...whole, ...args];
  const began = performance.now();
  const { status, stderr } = spawnSync(program, rest, {
    cwd: folder,
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - began) / 1000;
  if (status === 0) {
    const [user, system] = hasBash ? stderr.trim().split('\n').at(-1).split(' ').map(Number) : [0, 0];
    return { seconds, cpu: user + system };
  }
  if (remedy === undefined) throw new Error(`${name} failed:\n${stderr}`);
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { absent, results } = measureCommands({ rounds: 15 });
  process.stdout.write(`Node ${process.version} on ${cpus()[0]?.model}, medians of 15 rounds in turns\n`);
  for (const { name, median, ratio, about } of results)
    process.stdout.write(`${name.padEnd(44)} ${time(median).padStart(8)} ${figure(ratio)}×  ${about}\n`);
  for (const { name, remedy } of absent) process.stdout.write(`${name}: not present: ${remedy}\n`);
}
