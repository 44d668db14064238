import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { circles } from '../circles.ts';

const folder = fileURLToPath(new URL('../../native/core/src', import.meta.url));

test('no files of the Rust core import each other in a circle', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.rs'),
  );
  const imports = importsOf(
    new Map(files.map((name) => [moduleName(name), readFileSync(join(folder, name), 'utf8')])),
  );
  expect(imports.size).toBeGreaterThan(30);
  // Known imports, so that a reader that finds none cannot pass.
  expect(imports.get('training::trainer')).toContain('training::optimizer');
  expect(imports.get('kernels::lanes')).toEqual(['real']);
  expect(imports.get('kernels::simd')).toContain('kernels::simd::small');
  expect(imports.get('kernels::simd::logarithm')).toEqual(['kernels::simd::vector']);
  expect(circles(imports)).toEqual([]);
});

test('imports are read however their paths are written', () => {
  const imports = importsOf(
    new Map([
      ['', 'mod a;\npub use a::b::Thing;'],
      ['a', 'mod b;\nmod c;\nuse b::{self, Thing};\nfn f() { c::g() }'],
      ['a::b', 'use super::{c::{Other, more}, f};\n// crate::d is only spoken of'],
      ['a::c', 'fn g() { super::super::d::h(); crate::d::i() }\nuse self::inner::K;'],
      ['d', 'use crate::{Thing,\n  a::f};\n#[cfg(test)]\nmod tests {\n  use super::super::a::c;\n}'],
    ]),
  );
  expect(Object.fromEntries(imports)).toEqual({
    '': ['a::b'],
    a: ['a::b', 'a::c'],
    'a::b': ['a::c', 'a'],
    'a::c': ['d'],
    d: ['', 'a'],
  });
});

/** The path of a file as Rust has it; the root's is empty. */
function moduleName(file: string): string {
  return file.replace(/^lib\.rs$|(\/mod)?\.rs$/, '').replaceAll('/', '::');
}

/** Each module with those that its paths name, in `use` lines and elsewhere; tests and comments left out. */
function importsOf(sources: ReadonlyMap<string, string>): Map<string, string[]> {
  const moduleOf = (path: readonly string[]): string => {
    const parts = [...path];
    while (!sources.has(parts.join('::'))) parts.pop();
    return parts.join('::');
  };
  return new Map(
    [...sources].map(([module, source]) => {
      const code = source
        .replace(/^#\[cfg\(test\)\]\n(.*\n)?(pub\(crate\) )?mod tests \{.*/ms, '')
        .replace(/\/\/.*/g, '');
      const children = [...code.matchAll(/^(?:pub(?:\(\w+\))? )?mod (\w+);/gm)].map(([, name = '']) => name);
      const heads = ['crate', 'super', 'self', ...children].join('|');
      const path = new RegExp(`(?<![\\w:])(?:${heads})::(?:[\\w:]*\\{[^;]*\\}(?=;)|[\\w:]+|(?=\\$))`, 'g');
      const used = [...code.matchAll(path)]
        .flatMap(([path]) => expand(path.replaceAll(/\s/g, '')))
        .map((path) => moduleOf(absolute(module, path.split('::'))))
        .filter((name) => name !== module);
      return [module, [...new Set(used)]];
    }),
  );
}

/** The parts of a path from the root, where a module names it. */
function absolute(module: string, [head = '', ...rest]: readonly string[]): string[] {
  const own = module.split('::').filter((part) => part !== '');
  if (head === 'crate') return rest;
  if (head === 'self') return [...own, ...rest];
  if (head !== 'super') return [...own, head, ...rest];
  const parent = own.slice(0, -1);
  return rest[0] === 'super' ? absolute(parent.join('::'), rest) : [...parent, ...rest];
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
