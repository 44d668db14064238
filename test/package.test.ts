import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from './cli/carrybit.ts';

const examples = join(root, 'examples/library');
const names = readdirSync(examples);

/** A folder in which the package is as npm packs it, beside its dependencies and nothing else of ours. */
const folder = mkdtempSync(join(tmpdir(), 'carrybit-user-'));
afterAll(() => rmSync(folder, { recursive: true }));
const packed = join(folder, 'node_modules/carrybit');
const pack = ['pack', '--dry-run', '--ignore-scripts', '--json'];
const [{ files }] = JSON.parse(execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }));
for (const { path } of files) cpSync(join(root, path), join(packed, path));
const { dependencies, exports, imports } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'));
for (const dependency of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
  const place = join(folder, 'node_modules', dependency);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(root, 'node_modules', dependency), place);
}
// What an addon's own package would bring.
cpSync(join(root, 'native/node'), join(packed, 'native/node'), {
  recursive: true,
  filter: (path) => !/\.(rs|toml)$/.test(path),
});
for (const name of names) copyFileSync(join(examples, name), join(folder, name));
writeFileSync(
  join(folder, 'types.ts'),
  `import { firmataIo, FixedCell, Adder, type FixedNetwork } from 'carrybit';
   export async function misuse(fixed: FixedNetwork, sums: Adder) {
     // @ts-expect-error: types are there, and strict
     new FixedCell(fixed).step('11');
     const io = await firmataIo(sums);
     io.digitalWrite(13, 1);
     // @ts-expect-error: those of johnny-five's io, too
     io.digitalWrite();
   }`,
);
const entries = Object.keys(exports).filter((path) => exports[path].types !== undefined);
writeFileSync(
  join(folder, 'entries.ts'),
  entries
    .map((path, index) => `export * as entry${index} from ${JSON.stringify(join('carrybit', path))};`)
    .join('\n'),
);
writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));

describe('the library as it is packed', () => {
  test.each([
    ['nodenext', ['--module', 'NodeNext']],
    ['bundler', ['--module', 'ESNext', '--moduleResolution', 'bundler']],
  ])('has strict types for whoever checks those of libraries, too, with %s', (kind, options) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const strict = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--skipLibCheck',
      'false',
      '--target',
      'ES2023',
    ];
    const { status, stdout } = spawnSync(
      process.execPath,
      [tsc, ...strict, '--types', 'node', ...options, '--outDir', kind, 'types.ts', 'entries.ts', ...names],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, '']);
  });

  test.each([
    ['.', 7],
    ['./machine', 2],
    ['./board', 7],
    ['./simulator', 1],
  ])('loads few files at once for %s: %i', (entry, due) => {
    const files = new Set<string>();
    const load = (file: string) => {
      if (files.has(file)) return;
      files.add(file);
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:im|ex)port .*"([.#].*)";$/gm))
        load(path.startsWith('#') ? join(packed, imports[path].default) : join(dirname(file), path));
    };
    load(join(packed, exports[entry].default));
    expect([...files]).toHaveLength(due);
  });

  test.each(names)('does what %s says beside each line', (name) => {
    const text = readFileSync(join(examples, name), 'utf8');
    const due = [...text.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
    expect(due.length).toBeGreaterThan(0);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(folder, 'nodenext', name.replace(/ts$/, 'js'))],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([status, stdout.trimEnd().split('\n')], stderr).toEqual([0, due]);
  });

  test('the README shows examples that are among these', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const shown = [...readme.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text]) => text);
    expect(shown.length).toBeGreaterThan(2);
    const known = names.map((name) => readFileSync(join(examples, name), 'utf8'));
    for (const text of shown) expect(known).toContain(text);
  });
});
