import { expect, test } from 'vitest';
import { circles } from './circles.ts';

test('a circle is found, and files that two others import are none', () => {
  const imports = new Map([
    ['a', ['b', 'd']],
    ['b', ['c', 'd']],
    ['c', ['b']],
    ['d', []],
  ]);
  expect(circles(imports)).toEqual([['b', 'c', 'b']]);
  expect(circles(imports.set('c', ['d']))).toEqual([]);
});

test('a file that imports itself is a circle', () => {
  expect(circles(new Map([['a', ['a']]]))).toEqual([['a', 'a']]);
});
