import { describe, expect, test } from 'vitest';
import { parseJson, placeInJson } from '../../src/machine/index.ts';

const long = '"x": "a text of more than forty characters in all"';

describe('parseJson', () => {
  test.each([
    ['', 1],
    ['{"a": 1,\n', 2],
    ['{"a": NaN,\n"b": 1}', 1],
    // The same character stands before the place.
    ['{\n"bx": 1,\n"c": x}', 3],
    [`{${long},\n${long.replace('x', 'y')},\n"z": x,\n"last": ${'[1,2],'.repeat(9)}`, 3],
    [`{\n${long},\n}`, 3],
    // Quotes and commas stand around the place.
    [`{${long},\n"states": ["p","q",],\n"initial": 0, "next": [0, 1, 1, 0]}`, 2],
    [`{\n${long},\n"a": "never closed`, 3],
    [`{\n"a": 1,\n${long},\n"a": 2}`, 4],
    [`{"a":\n${'['.repeat(100)}`, 2],
    [`[{"a": "[["},\n${'[{"b":'.repeat(40)}1${'}]'.repeat(40)}]`, 2],
    [`{\n"a": {"b": 1, "c": [{}, {"b": 1}]},\n"\\u0061": 2}`, 3],
  ])('%j is refused with its line', (text, line) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'JsonError', line }));
    expect(() => parseJson(text)).toThrow(new RegExp(`^line ${line}, column \\d+: `));
  });

  test('millions of lists within each other are refused before they are parsed', () => {
    expect(() => parseJson('['.repeat(2 ** 26))).toThrow(
      'line 1, column 65: expected at most 64 lists and objects within each other, got more',
    );
    expect(parseJson('['.repeat(64) + ']'.repeat(64))).toHaveLength(1);
  });

  test('one name in several objects is no repetition, nor is one in a text', () => {
    const text = '{"a": {"a": [{"a": 1}, {"a": "\\"a\\": {\\"a\\""}]}}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

describe('placeInJson', () => {
  const text =
    '\ufeff{\n  "a": [0, "]", {"b \\"": 1}, [2,\n 3 ], 4],\n  "\\u0063": {"d" : -1.5e3}, "e": {}, "f": []\n}';

  test.each([
    ['a', 2, 8],
    ['a[0]', 2, 9],
    ['a[1]', 2, 12],
    ['a[3][1] (state p, input 0)', 3, 2],
    ['a[4]', 3, 7],
    ['c.d', 4, 20],
    ['e', 4, 34],
  ])('finds %s', (path, line, column) => {
    expect(placeInJson(text, path)).toEqual({ line, column });
  });

  test.each(['a[5]', 'x', 'e.x', 'f[0]', 'a.x', 'c.d.x'])('finds no %s', (path) => {
    expect(placeInJson(text, path)).toBeUndefined();
  });
});
