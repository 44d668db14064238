// What a whole command takes, from the shell's point of view.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.mjs';

const python = process.env.PYTHON ?? 'python3';
const main = fileURLToPath(new URL('../dist/bin/carrybit.cjs', import.meta.url));

/** Where it is set, Node reads these certificates at every start, which takes longer than the rest of the start. */
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const COMMANDS = [
  { name: 'node -e 0', command: process.execPath, args: ['-e', '0'] },
  { name: 'carrybit train', command: process.execPath, args: [main, 'train'] },
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

/** Rows as {@link measure}'s: the first command is what the others are compared with. */
export function measureCommands({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-bench-'));
  const present = [];
  const absent = [];
  try {
    for (const each of COMMANDS) {
      if (run(each, folder) === undefined) absent.push({ name: each.name, remedy: each.remedy });
      else present.push({ ...each, seconds: [] });
    }
    for (let round = 0; round < rounds; round++) {
      for (const each of present) each.seconds.push(run(each, folder));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const [first] = present;
  const results = present.map(({ name, seconds }) => ({
    name,
    versions: {},
    median: median(seconds),
    ratio: median(seconds) / median(first.seconds),
    rounds: seconds,
  }));
  return { absent, results };
}

/** Seconds, or nothing when the command fails for want of something that can be installed. */
function run({ name, command, args, remedy }, folder) {
  const before = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status === 0) return Number(process.hrtime.bigint() - before) / 1e9;
  if (remedy === undefined) throw new Error(`${name} failed:\n${stderr}`);
  return undefined;
}
