// node release/pack.mjs FOLDER [TARGET …]: packs what is published. The package itself, and one for each addon that
// lies in native/node, or for the targets among these: on those it depends, optionally, and on no others, so nothing is
// promised that was not built.
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
import { addonFile, platform, targets } from '../native/targets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [given = 'packages', ...chosen] = process.argv.slice(2);
const folder = resolve(given);
const work = mkdtempSync(join(tmpdir(), 'carrybit-pack-'));
mkdirSync(folder, { recursive: true });

const pack = (from, to = folder) =>
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', to], {
    cwd: from,
    encoding: 'utf8',
  }).trim();
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const write = (file, manifest) => writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);
const say = (text) => process.stdout.write(`${text}\n`);

execFileSync('tar', ['-xzf', join(work, pack(root, work)), '-C', work]);
const packed = join(work, 'package');
// What people install needs nothing to be built or tested.
const { scripts, devDependencies, overrides, napi, ...manifest } = read(join(packed, 'package.json'));

const addons = (chosen.length > 0 ? chosen : targets)
  .filter((target) => existsSync(join(root, 'native/node', addonFile(target))))
  .map((target) => addonPackage(target));
const optionalDependencies = Object.fromEntries(addons.map(({ name, version }) => [name, version]));
// Users' bundlers may leave out what nobody uses. Our own bundles have style sheets and an entry with effects.
write(join(packed, 'package.json'), { ...manifest, sideEffects: false, optionalDependencies });
say(pack(packed));
rmSync(work, { recursive: true });

/** The addon of one target, as a package that npm installs where that fits. */
function addonPackage(target) {
  const { name, os, cpu, libc } = platform(target);
  const here = join(work, name);
  mkdirSync(here);
  const file = addonFile(target);
  copyFileSync(join(root, 'native/node', file), join(here, file));
  const { version, license, engines, repository } = manifest;
  const addon = {
    name: `${manifest.name}-${name}`,
    version,
    description: `The Rust core of ${manifest.name} for ${target}`,
    license,
    repository,
    engines,
    type: 'commonjs',
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    main: file,
    files: [file],
    // A file that was cut short would end the process that loads it.
    addonBytes: statSync(join(here, file)).size,
  };
  write(join(here, 'package.json'), addon);
  say(pack(here));
  return addon;
}
