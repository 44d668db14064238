// What is counted at length: each part runs for minutes and says what it came to, or throws.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  added,
  census,
  countingInTypeScript,
  countProven,
  NO_STARTS,
} from '../../dist/modules/src/census.js';
import { BYTE_WIDTHS, constantBits } from '../../dist/modules/src/fixed/index.js';
import { smallest } from '../../dist/modules/src/smallest.js';
import { tasks } from '../../dist/modules/src/tasks/index.js';
import { chunks, DEFAULT_TRAINING } from '../../dist/modules/src/training/index.js';
import { verifyNetwork } from '../../dist/modules/src/verify-network.js';
import { sweeps } from './sweeps.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const number = (value) => value.toLocaleString('en');

async function last(steps) {
  let latest;
  for await (latest of steps);
  return latest;
}

/** At least 99.5 % of the starts that learned are proven, with default settings. */
async function rounding(name, starts) {
  const found = await last(census(tasks.get(name), { ...DEFAULT_TRAINING, seed: 1, maxStarts: starts }));
  const share = countProven(found) / found.learned;
  if (!(share >= 0.995)) throw new Error(`${name}: only ${share} of the learned starts are proven`);
  const first = ((100 * found.proven) / found.learned).toFixed(2);
  return `${number(starts)} starts, ${number(found.learned)} learned: ${first} % proven in the first rounding, ${number(countProven(found))} (${(100 * share).toFixed(3)} %) in all`;
}

/** Rust and TypeScript judge alike. */
async function judges(starts) {
  const words = [];
  for (const [name, task] of tasks) {
    const options = { ...DEFAULT_TRAINING, seed: 77, maxStarts: starts };
    const rust = await last(census(task, options));
    let typescript = NO_STARTS;
    const counting = countingInTypeScript(task, options, BYTE_WIDTHS);
    for await (const chunk of chunks(task, options, 0, {}, counting)) typescript = added(typescript, chunk);
    if (JSON.stringify(rust) !== JSON.stringify(typescript))
      throw new Error(`${name}: ${JSON.stringify({ rust, typescript })}`);
    words.push(`${name} ${number(rust.learned)}`);
  }
  return `${number(starts)} starts of each task, the same counts; learned: ${words.join(', ')}`;
}

/** The lower bounds of every built-in machine. */
async function bounds() {
  const words = [];
  for (const [name, task] of tasks) {
    for (const tables of ['any', 'tanh']) {
      const { network, lowerBound } = await smallest(task, tables);
      const bits = network && constantBits(network);
      if (bits !== lowerBound) throw new Error(`${name}, ${tables}: ${bits} bits, none below ${lowerBound}`);
      words.push(`${name} ${bits} (${tables})`);
    }
  }
  return `bits of constants, and none smaller: ${words.join(', ')}`;
}

/** Files of many seeds and machines pass check. */
async function checks(seeds) {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-soak-'));
  let rescued = 0;
  try {
    for (const name of tasks.keys()) {
      for (let seed = 1000; seed < 1000 + seeds; seed++) {
        run([
          'dist/bin/carrybit.cjs',
          'train',
          '--quiet',
          '--task',
          name,
          '--seed',
          `${seed}`,
          '--out',
          folder,
        ]);
        const { document } = await verifyNetwork(join(folder, 'network.json'), 'soak');
        if (document.provenance.rounding > 1 || document.provenance.rounds > 0) rescued++;
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return `${number(seeds)} seeds of each task trained, written and made again to the bit; ${rescued} of them in another rounding than the first`;
}

/** Everything exported, in other people's hands, with a million random steps in simulators and ONNX runtimes. */
function exports(steps) {
  const { stdout } = run(
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'slow', 'test/formats/tools/'],
    { CARRYBIT_STEPS: `${steps}` },
  );
  return `${number(steps)} random steps each; ${stdout.trim().split('\n').at(-1)}`;
}

function run(args, environment = {}) {
  const done = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stdout}${done.stderr}`);
  return done;
}

/** By name, in the order in which they run. */
export const parts = {
  'rounding, adder': () => rounding('adder', 1_000_000),
  'rounding, subtractor': () => rounding('subtractor', 100_000),
  'rounding, comparator': () => rounding('comparator', 100_000),
  'rounding, parity': () => rounding('parity', 100_000),
  'judges in Rust and TypeScript': () => judges(10_000),
  'smallest networks': bounds,
  'check of trained networks': () => checks(50),
  'exports in the hands of others': () => exports(1_000_000),
  'sweeps by workers that are killed': () => sweeps(1_000_000, 8, 30),
};
