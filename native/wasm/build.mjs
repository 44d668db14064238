// Builds the committed modules fast.wasm, exact.wasm and search.wasm with the toolchain of toolchain.txt: Debian's
// packages rustc-web, rust-web-src and lld-22. With --check it builds them elsewhere and compares them with the
// committed ones: byte by byte with the same toolchain, otherwise by the bits that they compute.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const say = (text) => process.stdout.write(`${text}\n`);

const RUSTC = '/usr/bin/rustc';
const LINKER = 'wasm-ld-22';
const TARGET = 'wasm32-unknown-unknown';
/** For each module its contents and the WebAssembly instructions that it needs. */
const MODULES = {
  fast: { feature: 'training', instructions: '+simd128,+relaxed-simd' },
  exact: { feature: 'training', instructions: '+simd128' },
  // A search recurses once for each step that it decides.
  search: { feature: 'search', instructions: '+simd128', stack: 2 ** 24 },
};

const native = fileURLToPath(new URL('..', import.meta.url));
const here = join(native, 'wasm');
const check = process.argv.includes('--check');

const version = (command) => execFileSync(command, ['--version'], { encoding: 'utf8' }).trim();
const toolchain = `${version(RUSTC)}\n${version(LINKER)}\n`;

const built = Object.fromEntries(
  Object.entries(MODULES).map(([name, module]) => [name, build(name, module)]),
);
if (!check) {
  for (const [name, file] of Object.entries(built)) copyFileSync(file, join(here, `${name}.wasm`));
  writeFileSync(join(here, 'toolchain.txt'), toolchain);
} else if (toolchain === readFileSync(join(here, 'toolchain.txt'), 'utf8')) {
  for (const [name, file] of Object.entries(built)) {
    const isSame = readFileSync(file).equals(readFileSync(join(here, `${name}.wasm`)));
    say(`${name}.wasm ${isSame ? 'is reproduced' : `differs from what its sources make: ${file}`}`);
    if (!isSame) process.exitCode = 1;
  }
} else {
  say(
    `the committed modules were built with another toolchain than\n${toolchain}so their results are compared`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-wasm-'));
  for (const [name, file] of Object.entries(built)) copyFileSync(file, join(folder, `${name}.wasm`));
  const env = { ...process.env, CARRYBIT_WASM: folder };
  const root = join(native, '..');
  execFileSync('npx', ['vitest', 'run', 'test/native/wasm.test.ts', 'test/native/search.test.ts'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  execFileSync('test/native/engines.sh', { cwd: root, env, stdio: 'inherit' });
  rmSync(folder, { recursive: true });
}

/** Compiles the standard library, too, because Debian has no built one with these instructions. */
function build(name, { feature, instructions, stack }) {
  const folder = join(native, 'target', `wasm-${name}`);
  const what = ['--release', '--locked', '--package', 'carrybit-wasm', '--no-default-features'];
  what.push('--features', feature, '--target', TARGET);
  const flags = [`-C target-feature=${instructions}`, '-Zlocation-detail=none'];
  if (stack !== undefined) flags.push(`-C link-arg=-zstack-size=${stack}`);
  execFileSync('cargo', ['build', '-Zbuild-std=std,panic_abort', ...what, '--target-dir', folder], {
    cwd: native,
    stdio: 'inherit',
    env: {
      ...process.env,
      RUSTC,
      RUSTC_BOOTSTRAP: '1',
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: LINKER,
      // Paths of sources differ from machine to machine, so they are left out.
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: flags.join(' '),
    },
  });
  return join(folder, TARGET, 'release/carrybit_wasm.wasm');
}
