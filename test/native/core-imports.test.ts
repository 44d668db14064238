import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../native/core/src', import.meta.url));

test('no files of the Rust core import each other in a circle', () => {
  const imports = readModules();
  expect(imports.size).toBeGreaterThan(30);
  // Known imports, so that a reader that finds none cannot pass.
  expect(imports.get('training::trainer')).toContain('training::optimizer');
  expect(imports.get('kernels::lanes')).toEqual(['real']);
  expect(circles(imports)).toEqual([]);
});

test('a circle is found', () => {
  const imports = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['b']],
    ['d', []],
  ]);
  expect(circles(imports)).toEqual([['b', 'c', 'b']]);
});

/** Each module with those that its `use crate::` lines name, tests left out. */
function readModules(): Map<string, string[]> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.rs'),
  );
  const sources = new Map(
    names.map((name) => [
      name.replace(/(\/mod)?\.rs$/, '').replaceAll('/', '::'),
      readFileSync(join(folder, name), 'utf8').replace(
        /^#\[cfg\(test\)\]\n(pub\(crate\) )?mod tests \{.*/ms,
        '',
      ),
    ]),
  );
  const moduleOf = (path: string): string | undefined => {
    const parts = path.split('::');
    while (parts.length > 0 && !sources.has(parts.join('::'))) parts.pop();
    return parts.length > 0 ? parts.join('::') : undefined;
  };
  return new Map(
    [...sources].map(([module, source]) => {
      const paths = [...source.matchAll(/^\s*(?:pub(?:\(crate\))? )?use crate::([^;]+);/gm)].flatMap(
        ([, path = '']) => expand(path.replaceAll(/\s/g, '')),
      );
      const used = paths.map(moduleOf).filter((name) => name !== undefined && name !== module);
      return [module, [...new Set(used as string[])]];
    }),
  );
}

/** The paths that a `use` with braces stands for. */
function expand(path: string): string[] {
  const [, head = '', list] = /^(.*?)\{(.*)\}$/.exec(path) ?? [];
  if (list === undefined) return [path];
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const letter of `${list},`) {
    if (letter === ',' && depth === 0) {
      items.push(item);
      item = '';
    } else {
      depth += Number(letter === '{') - Number(letter === '}');
      item += letter;
    }
  }
  return items.filter((name) => name !== '').flatMap((name) => expand(head + name));
}

/** A circle through each module that closes one, as the way around it. */
function circles(imports: Map<string, string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (module: string, way: string[]): void => {
    const start = way.indexOf(module);
    if (start >= 0) found.push([...way.slice(start), module]);
    if (start >= 0 || done.has(module)) return;
    for (const next of imports.get(module) ?? []) visit(next, [...way, module]);
    done.add(module);
  };
  for (const module of imports.keys()) visit(module, []);
  return found;
}
