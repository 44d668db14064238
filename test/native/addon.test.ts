import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findAddon } from '../../src/native/addon.ts';
import { node, root } from '../cli/carrybit.ts';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const built = findAddon();
const kind = process.platform === 'linux' ? '-gnu' : process.platform === 'win32' ? '-gnu' : '';
const target = `${process.platform}-${process.arch}${kind}`;
const name = `carrybit-${target}`;

interface AddonPackage {
  readonly name: string;
  readonly version?: string;
  readonly content?: Uint8Array;
  /** What its package says of its size. */
  readonly bytes?: number;
}

/** What is found in a folder in which carrybit is installed, with the packages of these addons. */
function installed(...packages: AddonPackage[]) {
  return findAddon(join(install(...packages), 'carrybit/index.js'));
}

/** Returns the folder `node_modules`. */
function install(...packages: AddonPackage[]): string {
  const modules = join(mkdtempSync(join(tmpdir(), 'carrybit-addon-')), 'node_modules');
  onTestFinished(() => rmSync(join(modules, '..'), { recursive: true }));
  const write = (folder: string, manifest: object) => {
    mkdirSync(join(modules, folder), { recursive: true });
    writeFileSync(join(modules, folder, 'package.json'), JSON.stringify(manifest));
  };
  write('carrybit', { name: 'carrybit', version, optionalDependencies: { [name]: version } });
  for (const { name, content = addonFile(), ...given } of packages) {
    const { bytes = content.length, ...manifest } = given;
    write(name, { name, version, main: 'addon.node', addonBytes: bytes, ...manifest });
    writeFileSync(join(modules, name, 'addon.node'), content);
  }
  return modules;
}

function addonFile(): Buffer {
  return readFileSync(join(root, 'native/node', `carrybit.${target}.node`));
}

test('the addon that was built here is found, and so is that of an installed package', () => {
  expect(built.addon).toBeDefined();
  const { addon } = installed({ name });
  expect(addon?.initialParameters({ inputs: 1, hidden: 1, outputs: 1 }, 1, 0)).toHaveLength(7);
});

test('a program into which a bundler has put carrybit has the package.json of another name', () => {
  const modules = install({ name });
  const program = join(modules, '..');
  writeFileSync(join(program, 'package.json'), JSON.stringify({ name: 'program', version: '9.9.9' }));
  const { addon, root: found } = findAddon(join(program, 'program.js'));
  expect(addon).toBeDefined();
  expect(found).toBe(join(modules, 'carrybit'));
});

test('without one, the package that is missing is named, and the command that brings it', () => {
  const { addon, problem, remedy } = installed();
  expect(addon).toBeUndefined();
  expect(problem).toBe(`the addon ${name} is not installed`);
  expect(remedy).toBe(`To repair it, run npm install ${name}@${version}.`);
});

test.runIf(process.platform === 'linux')(
  'of two for different libraries of C the one that fits is taken',
  () => {
    const foreign = { name: `carrybit-linux-${process.arch}-musl`, content: foreignAddon() };
    expect(installed(foreign, { name }).addon).toBeDefined();
    const { addon, problem, remedy } = installed(foreign);
    expect(addon).toBeUndefined();
    expect(problem).toContain(`the addon ${foreign.name} cannot be loaded`);
    expect(problem).toContain('libc.none: cannot open shared object file');
    expect(remedy).toContain(`${name}@${version}`);
  },
);

test.each<[string, Omit<AddonPackage, 'name'>, string]>([
  ['text', { content: Buffer.from('<!doctype html>') }, 'cannot be loaded ('],
  ['cut short', { content: addonFile().subarray(0, 5000), bytes: 9000 }, 'expected 9000 bytes, got 5000'],
  ['of another version', { version: '0.0.1' }, `expected version ${version}, got 0.0.1`],
])('one that is %s is not loaded, and what is wrong is said', (_, given, message) => {
  const { addon, problem, remedy } = installed({ name, ...given });
  expect(addon).toBeUndefined();
  expect(problem).toContain(name);
  expect(problem).toContain(message);
  expect(remedy).toBe('To repair it, run npm ci.');
});

/** The addon as if it were linked with another library of C, which is not there. */
function foreignAddon(): Buffer {
  const content = addonFile();
  const at = content.indexOf('libc.so.6\0');
  content.write('libc.none\0', at, 'latin1');
  return content;
}

test('where WebAssembly is missing too, train says which file and what repairs it, and version why there is no addon', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-addon-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ['dist', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  const run = (...args: string[]) => node(folder, [join(folder, 'dist/bin/carrybit.cjs'), ...args]);
  expect(await run('version')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^core +WebAssembly \([^(.;]*installed[^(.;]*\)$/m),
  });
  expect(await run('train')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^carrybit: .* installed.*, and WebAssembly cannot take its place: no such file: .*\.wasm\. To repair it, run npm \S.*\.\n$/,
    ),
  });
});
