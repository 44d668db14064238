import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

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

/** A way from a file back to itself, or nothing; `done` are files from which there is none. */
function circle(
  file: string,
  imports: (file: string) => string[],
  way: string[],
  done: Set<string>,
): string[] {
  const at = way.indexOf(file);
  if (at >= 0) return [...way.slice(at), file];
  if (done.has(file)) return [];
  for (const next of imports(file)) {
    const found = circle(next, imports, [...way, file], done);
    if (found.length > 0) return found;
  }
  done.add(file);
  return [];
}

describe('circles of imports', () => {
  test('are found', () => {
    const imports: Record<string, string[]> = { a: ['b', 'c'], b: [], c: ['d'], d: ['b', 'c'] };
    expect(circle('a', (file) => imports[file] as string[], [], new Set())).toEqual(['c', 'd', 'c']);
  });

  test('are none in src and firmware-sim, types included', () => {
    const done = new Set<string>();
    const circles = files.map((file) => circle(file, importsOf, [], done));
    expect(circles.filter((way) => way.length > 0)).toEqual([]);
    expect(done.size).toBeGreaterThan(400);
  });
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

/** The files that a file imports; imports of types alone are erased, so they do not count. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)([^;]*?)\s+from\s+'(\.[^']+)';/gm)].flatMap(
    ([, clause = '', specifier = '']) => {
      const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1]?.split(',') ?? [clause];
      const isErased = names.every((name) => name.trim() === '' || name.trim().startsWith('type '));
      return isErased ? [] : [join(dirname(file), specifier)];
    },
  );
}

test('no files import each other in a circle', () => {
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || finished.has(file) || !file.endsWith('.ts')) return;
    for (const imported of imports(file)) visit(imported, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  expect(finished.size).toBeGreaterThan(400);
  expect(circles).toEqual([]);
});
