// node release/pack.mjs FOLDER: packs what is published. The package itself, and one for each addon that lies in
// native/node: there it depends on those, optionally, and on no others, so nothing is promised that was not built.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const say = (text) => process.stdout.write(`${text}\n`);

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? 'packages');
const work = mkdtempSync(join(tmpdir(), 'carrybit-pack-'));
mkdirSync(folder, { recursive: true });

const pack = (from, to = folder) =>
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', to], {
    cwd: from,
    encoding: 'utf8',
  }).trim();
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const write = (file, manifest) => writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);

// A folder with a package.json for each target; napi makes them only beside the package's own.
const napi = join(root, 'node_modules/@napi-rs/cli/dist/cli.js');
copyFileSync(join(root, 'package.json'), join(work, 'package.json'));
execFileSync(process.execPath, [napi, 'create-npm-dirs'], { cwd: work });
const { version, napi: names, engines, license } = read(join(root, 'package.json'));
const optionalDependencies = {};
for (const target of names.targets) {
  const name = platformName(target);
  const addon = `${names.binaryName}.${name}.node`;
  const here = join(work, 'npm', name);
  if (!existsSync(join(root, 'native/node', addon))) continue;
  copyFileSync(join(root, 'native/node', addon), join(here, addon));
  const manifest = read(join(here, 'package.json'));
  // A file that was cut short would end the process that loads it.
  const addonBytes = statSync(join(here, addon)).size;
  write(join(here, 'package.json'), { ...manifest, license, engines, addonBytes });
  optionalDependencies[manifest.name] = version;
  say(pack(here));
}

// What people install needs nothing to be built or tested.
execFileSync('tar', ['-xzf', join(work, pack(root, work)), '-C', work]);
const { scripts, devDependencies, overrides, ...manifest } = read(join(work, 'package/package.json'));
write(join(work, 'package/package.json'), { ...manifest, optionalDependencies });
say(pack(join(work, 'package')));
rmSync(work, { recursive: true });

/** x86_64-unknown-linux-gnu → linux-x64-gnu, as Node and napi-rs name it. */
function platformName(target) {
  const [arch, , system, kind] = target.split('-');
  const cpu = { x86_64: 'x64', aarch64: 'arm64' }[arch];
  const platform = { windows: 'win32' }[system] ?? system;
  return [platform, cpu, kind].filter(Boolean).join('-');
}
