// Builds the Rust addon. `npm ci` runs it by `prepare`. Without Rust, training runs on the committed WebAssembly.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (text) => process.stderr.write(`carrybit: ${text}\n`);

const [, needed] = /^rust-version = "([\d.]+)"$/m.exec(readFileSync(`${root}native/Cargo.toml`, 'utf8'));
// cargo is asked, because Debian's compiler for WebAssembly comes without it.
const { stdout } = spawnSync('cargo', ['--version'], { cwd: root, encoding: 'utf8' });
const [, found] = /^cargo ([\d.]+)/.exec(stdout ?? '') ?? [];
const minor = (version) => Number(version.split('.')[1]);

if (found === undefined || minor(found) < minor(needed)) {
  const lack =
    found === undefined ? 'Rust is not installed' : `expected Rust ${needed} or newer, got ${found}`;
  say(`${lack}: training runs on the committed WebAssembly, which is slower.`);
  say('To build the addon, install Rust from https://rustup.rs, then run npm run build.');
} else {
  say('building the addon with Rust, which takes a minute or two …');
  const napi = `${root}node_modules/@napi-rs/cli/dist/cli.js`;
  const where = ['--manifest-path', 'native/node/Cargo.toml', '--output-dir', 'native/node'];
  const what = ['--release', '--platform', '--no-js', '--dts', 'index.d.ts', '--no-const-enum'];
  const built = spawnSync(process.execPath, [napi, 'build', ...what, ...where, '--', '--locked'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = built.status ?? 1;
}
