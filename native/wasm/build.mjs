// Builds the committed modules of WebAssembly with the toolchain of toolchain.txt: Debian's packages rustc-web,
// rust-web-src and lld-22. With --check it builds them elsewhere and compares them with the committed ones: byte by
// byte with the same toolchain, otherwise by what they compute. Names limit it to these modules.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const say = (text) => process.stdout.write(`${text}\n`);

const RUSTC = '/usr/bin/rustc';
const LINKER = 'wasm-ld-22';
const TARGET = 'wasm32-unknown-unknown';
/** For each module its crate, features of it, libraries of Rust, and the WebAssembly instructions that it needs. */
const MODULES = {
  fast: { ...core('training'), instructions: '+simd128,+relaxed-simd' },
  exact: core('training'),
  // A search recurses once for each step that it decides.
  search: { ...core('search'), stack: 2 ** 24 },
  // The simulated chip, in any page or program: without the standard library, and text, not a file to be found.
  avr: { package: 'carrybit-avr', libraries: 'core,panic_abort', stack: 2 ** 12, isText: true },
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const native = join(root, 'native');
const committedToolchain = join(native, 'wasm/toolchain.txt');
const check = process.argv.includes('--check');
const names = process.argv.slice(2).filter((argument) => argument !== '--check');

const version = (command) => execFileSync(command, ['--version'], { encoding: 'utf8' }).trim();
const toolchain = `${version(RUSTC)}\n${version(LINKER)}\n`;

/** What the file of each module should contain. */
const built = Object.entries(MODULES)
  .filter(([name]) => names.length === 0 || names.includes(name))
  .map(([name, module]) => ({ name, ...module, content: build(name, module) }));
if (!check) {
  for (const module of built) writeFileSync(join(root, fileOf(module)), module.content);
  writeFileSync(committedToolchain, toolchain);
} else if (toolchain === readFileSync(committedToolchain, 'utf8')) {
  for (const module of built) {
    const isSame = readFileSync(join(root, fileOf(module))).equals(module.content);
    say(`${fileOf(module)} ${isSame ? 'is reproduced' : 'differs from what its sources make'}`);
    if (!isSame) process.exitCode = 1;
  }
} else {
  say(
    `the committed modules were built with another toolchain than\n${toolchain}so their results are compared`,
  );
  compareResults();
}

/** Tests of what the modules compute, with those that were built. */
function compareResults() {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-wasm-'));
  const env = { ...process.env, CARRYBIT_WASM: folder };
  const run = (command, ...args) => execFileSync(command, args, { cwd: root, env, stdio: 'inherit' });
  for (const { name, isText, content } of built)
    if (!isText) writeFileSync(join(folder, `${name}.wasm`), content);
  run('npx', 'vitest', 'run', 'test/native/wasm.test.ts', 'test/native/search.test.ts');
  run('test/native/engines.sh');
  rmSync(folder, { recursive: true });
  // Text is part of the program, so this takes the place of the committed one meanwhile.
  const texts = built
    .filter(({ isText }) => isText)
    .map((module) => [join(root, fileOf(module)), module.content]);
  const committed = texts.map(([file]) => [file, readFileSync(file)]);
  try {
    for (const [file, content] of texts) writeFileSync(file, content);
    run('npx', 'vitest', 'run', '--project', 'unit', 'test/firmware-sim/', 'test/chip/');
  } finally {
    for (const [file, content] of committed) writeFileSync(file, content);
  }
}

/** A module of carrybit-core. */
function core(features) {
  return { package: 'carrybit-wasm', features, libraries: 'std,panic_abort', instructions: '+simd128' };
}

function fileOf({ name, isText }) {
  return isText ? 'firmware-sim/chip/engine-module.ts' : `native/wasm/${name}.wasm`;
}

/** Compiles the standard library, too, because Debian has no built one with these instructions. */
function build(name, module) {
  const folder = join(native, 'target', `wasm-${name}`);
  const what = ['--release', '--locked', '--package', module.package, '--no-default-features'];
  if (module.features !== undefined) what.push('--features', module.features);
  const flags = ['-Zlocation-detail=none'];
  if (module.instructions !== undefined) flags.unshift(`-C target-feature=${module.instructions}`);
  if (module.stack !== undefined) flags.push(`-C link-arg=-zstack-size=${module.stack}`);
  execFileSync(
    'cargo',
    ['build', `-Zbuild-std=${module.libraries}`, ...what, '--target', TARGET, '--target-dir', folder],
    {
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
    },
  );
  const bytes = readFileSync(join(folder, TARGET, 'release', `${module.package.replace('-', '_')}.wasm`));
  return module.isText ? Buffer.from(source(bytes)) : bytes;
}

/** A file of TypeScript that has these bytes in it. */
function source(bytes) {
  const lines = bytes.toString('base64').match(/.{1,108}/g);
  return `/** The WebAssembly module that native/wasm/build.mjs makes of native/avr, in base64. */
export const MODULE =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
}
