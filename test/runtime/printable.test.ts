import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../src/runtime/printable.ts';

test.each([
  ['plain – text ✓ 🙂', 'plain – text ✓ 🙂'],
  ['\u001b[31mred', '\\x1b[31mred'],
  ['a\rb\nc\td\0e', 'a\\rb\\nc\\td\\x00e'],
  ['\u009b2J \u007f', '\\x9b2J \\x7f'],
  ['\u202egnp.exe \u200b \ufeff', '\\u202egnp.exe \\u200b \\ufeff'],
  ['\ud800', '\\ud800'],
])('%j is shown as %s', (text, due) => {
  expect(printable(text)).toBe(due);
});

test('nothing that moves the cursor is left of any text, and only line feeds where they are ours', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(printable(text, 'many').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(printable(printable(text))).toBe(printable(text));
    }),
  );
});
