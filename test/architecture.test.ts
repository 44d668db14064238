import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { circles } from './circles.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const decisions = readdirSync(join(root, 'docs/decisions'), 'utf8').map((name) => `docs/decisions/${name}`);

/** The table of modules: each module with the modules it may import, itself included. */
const modules = new Map(
  [...page.matchAll(/^\| +`([\w/-]+)` +\|[^|]*\|([^|]*)\|$/gm)].map(([, module = '', allowed = '']) => {
    const names = [...allowed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    const paths = names.map((name) => (/^(#|src$|firmware)/.test(name) ? name : `src/${name}`));
    return [module, new Set([module, ...paths])];
  }),
);

const files = [...modules.keys()].flatMap((module) =>
  readdirSync(join(root, module), {
    recursive: module !== 'src' && module !== 'firmware-sim',
    encoding: 'utf8',
  })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(module, name)),
);

describe('ARCHITECTURE.md', () => {
  test('names every module', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => `src/${name}`).filter((folder) => !modules.has(folder))).toEqual([]);
    expect(files.length).toBeGreaterThan(30);
  });
});

test('architecture and decisions name files that exist', () => {
  const texts = ['ARCHITECTURE.md', ...decisions].map((name) => readFileSync(join(root, name), 'utf8'));
  const named = [
    ...texts.join('\n').matchAll(/`((?:src|firmware-sim|native|docs|test|bench)\/[\w./-]+\.\w+)`/g),
  ].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(20);
  for (const name of named) expect(existsSync(join(root, name)), name).toBe(true);
});

/** Files that a file imports, at once or later, for what they do or for their types. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']*\.ts)'/g)].map(([, specifier = '']) =>
    join(dirname(file), specifier),
  );
}

test('no files of src and firmware-sim import each other in a circle, types included', () => {
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  expect([...imports.values()].flat().length).toBeGreaterThan(1000);
  expect(circles(imports)).toEqual([]);
});

test.each(files)('%s imports only what its module may', (file) => {
  const module = dirname(file);
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import\()\s*'([.#][^']*)'/g)].map(
    ([, specifier = '']) => specifier,
  );
  // Data: the version, and the schemas as they are published.
  const isData = (name: string) =>
    name === '../package.json' || (module === 'src/network' && name.endsWith('.schema.json'));
  for (const specifier of specifiers.filter((name) => !isData(name))) {
    const target = specifier.startsWith('#')
      ? specifier
      : dirname(relative(root, join(root, module, specifier)));
    expect(modules.get(module), `${file} imports ${specifier}`).toContain(target);
  }
});
