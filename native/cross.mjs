// node native/cross.mjs [TARGET …]: builds the addon for the given targets, or for all that package.json lists.
// The C compiler and linker is zig, through cargo-zigbuild: pip install cargo-zigbuild ziglang.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addonFile, targets } from './targets.mjs';

/** The oldest glibc that an addon runs with; Node itself needs a newer one. */
const GLIBC = '2.17';

const native = fileURLToPath(new URL('.', import.meta.url));
const say = (text) => process.stdout.write(`${text}\n`);

const chosen = process.argv.length > 2 ? process.argv.slice(2) : targets;
const unknown = chosen.find((target) => !targets.includes(target));
if (unknown !== undefined) {
  say(`${unknown}: expected one of ${targets.join(', ')}`);
  process.exitCode = 2;
} else {
  for (const target of chosen) build(target);
}

function build(target) {
  const toolchain = toolchainFor(target);
  if (toolchain === undefined) {
    say(
      `${target}: Rust has no standard library for it; run rustup target add ${target}, or install Debian's rustc-web and rust-web-src`,
    );
    process.exitCode = 1;
    return;
  }
  const what = ['--release', '--locked', '--package', 'carrybit-node'];
  const platform = target.endsWith('-linux-gnu') ? `${target}.${GLIBC}` : target;
  const flags = target.endsWith('-musl') ? '-C target-feature=-crt-static' : '';
  const { status } = spawnSync('cargo', ['zigbuild', ...toolchain.options, ...what, '--target', platform], {
    cwd: native,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...toolchain.env,
      [`CARGO_TARGET_${target.toUpperCase().replaceAll('-', '_')}_RUSTFLAGS`]: flags,
      // Not every toolchain can strip a macOS file on another system.
      ...(target.endsWith('-darwin') &&
        process.platform !== 'darwin' && { CARGO_PROFILE_RELEASE_STRIP: 'none' }),
      LIBNODE_PATH: emptyLibraries(),
    },
  });
  if (status !== 0) {
    say(`${target}: not built`);
    process.exitCode = 1;
    return;
  }
  const name = { windows: 'carrybit_node.dll', darwin: 'libcarrybit_node.dylib' }[target.split('-')[2]];
  const built = join(native, 'target', target, 'release', name ?? 'libcarrybit_node.so');
  copyFileSync(built, join(native, 'node', addonFile(target)));
  say(`${target}: ${addonFile(target)}, ${statSync(built).size} bytes`);
}

/** A compiler that has the target's standard library, or that can compile it. */
function toolchainFor(target) {
  const rustc = process.env.RUSTC ?? 'rustc';
  const library = printed(rustc, 'target-libdir', target);
  if (existsSync(library)) return { options: [], env: {} };
  const debian = '/usr/bin/rustc';
  if (!existsSync(join(printed(debian, 'sysroot', target), 'lib/rustlib/src/rust/library'))) return undefined;
  return { options: ['-Zbuild-std=std,panic_unwind'], env: { RUSTC: debian, RUSTC_BOOTSTRAP: '1' } };
}

function printed(rustc, what, target) {
  const { stdout } = spawnSync(rustc, ['--print', what, '--target', target], { encoding: 'utf8' });
  return (stdout ?? '').trim();
}

/**
 * Empty libraries for names that the linker is given but does not need: Node's on Windows with GNU's tools (Cargo.toml
 * says why), and those of stack protection, which Debian's Rust links and zig has built in.
 */
function emptyLibraries() {
  const folder = join(native, 'target/empty-libraries');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'libnode.dll'), '');
  for (const name of ['node', 'ssp', 'ssp_nonshared'])
    writeFileSync(join(folder, `lib${name}.a`), '!<arch>\n');
  return folder;
}
