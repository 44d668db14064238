// npm run bench -- install: what it takes until `carrybit train` works, from a clone that builds everything and from
// packages. npm's cache is warm for both: the clone comes second.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { platform, targets } from '../native/targets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
const work = mkdtempSync(join(tmpdir(), 'carrybit-install-'));
try {
  const lines = [packages(), clone()];
  const [packed, built] = lines;
  for (const { name, seconds, megabytes } of lines)
    process.stdout.write(
      `${name.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s ${megabytes.padStart(5)} MB\n`,
    );
  process.stdout.write(
    `ratio                    ${(built.seconds / packed.seconds).toFixed(1).padStart(6)}\n`,
  );
} finally {
  rmSync(work, { recursive: true });
}

function packages() {
  const tarballs = join(work, 'packages');
  // npm refuses those for other machines.
  const own = targets.find((target) => platform(target).name === here);
  run(root, process.execPath, 'release/pack.mjs', tarballs, own);
  const app = join(work, 'app');
  mkdirSync(app);
  run(app, 'npm', 'init', '-y');
  const files = readdirSync(tarballs).map((name) => join(tarballs, name));
  return timed('packages, without Rust', app, () =>
    run(app, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...files),
  );
}

function clone() {
  run(work, 'git', 'clone', '--quiet', root, 'clone');
  const folder = join(work, 'clone');
  return timed('clone, built with Rust', folder, () => run(folder, 'npm', 'ci'));
}

function timed(name, folder, install) {
  const began = performance.now();
  install();
  const seconds = (performance.now() - began) / 1000;
  run(folder, 'npx', '--no-install', 'carrybit', 'train', '--quiet');
  return {
    name,
    seconds,
    megabytes: execFileSync('du', ['-sm', join(folder, 'node_modules')], { encoding: 'utf8' }).split('\t')[0],
  };
}

function run(cwd, command, ...args) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
