import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/machine/index.ts';

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
    [`{\n${long},\n"a": "never closed`, 3],
    [`{\n"a": 1,\n${long},\n"a": 2}`, 4],
    [`{"a":\n${'['.repeat(100)}`, 2],
    [`[{"a": "[["},\n${'[{"b":'.repeat(40)}1${'}]'.repeat(40)}]`, 2],
    [`{\n"a": {"b": 1, "c": [{}, {"b": 1}]},\n"\\u0061": 2}`, 3],
  ])('%j is refused with its line', (text, line) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ name: 'JsonError', line }));
    expect(() => parseJson(text)).toThrow(new RegExp(`^line ${line}: `));
  });

  test('millions of lists within each other are refused before they are parsed', () => {
    expect(() => parseJson('['.repeat(2 ** 26))).toThrow(
      'line 1: expected at most 64 lists and objects within each other, got more',
    );
    expect(parseJson('['.repeat(64) + ']'.repeat(64))).toHaveLength(1);
  });

  test('one name in several objects is no repetition, nor is one in a text', () => {
    const text = '{"a": {"a": [{"a": 1}, {"a": "\\"a\\": {\\"a\\""}]}}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});
