// Builds the Rust addon. Runs in `prepare`, so `npm ci` leaves a clone ready to use.
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (spawnSync('cargo', ['--version']).status !== 0) {
  process.stderr.write(
    'carrybit needs Rust to build its kernels: install it from https://rustup.rs, then run npm ci again.\n',
  );
  process.exit(1);
}

const run = (command, ...args) =>
  execFileSync(process.execPath, [`${root}node_modules/${command}`, ...args], {
    cwd: root,
    stdio: 'inherit',
  });

run(
  '@napi-rs/cli/dist/cli.js',
  'build',
  '--release',
  '--platform',
  '--manifest-path',
  'native/node/Cargo.toml',
  '--output-dir',
  'native/node',
  '--js',
  'index.cjs',
  '--dts',
  'index.d.ts',
  '--no-const-enum',
  '--',
  '--locked',
);
