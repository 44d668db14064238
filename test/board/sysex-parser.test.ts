import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SysexParser } from '../../src/board/sysex-parser.ts';

function parse(...chunks: readonly (readonly number[])[]): number[][] {
  const found: number[][] = [];
  const parser = new SysexParser((content) => found.push([...content]));
  for (const chunk of chunks) parser.take(Uint8Array.from(chunk));
  return found;
}

test('sysex messages are found between other bytes, however they are cut', () => {
  const septets = fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 20 });
  const report = fc.constantFrom([0x90, 1, 2], [0xe0, 3, 4], [0xf9, 2, 5], []);
  fc.assert(
    fc.property(fc.array(fc.tuple(report, septets)), fc.nat(), (messages, where) => {
      const bytes = messages.flatMap(([before, content]) => [...before, 0xf0, ...content, 0xf7]);
      const cut = where % (bytes.length + 1);
      const due = messages.map(([, content]) => content);
      expect(parse(bytes.slice(0, cut), bytes.slice(cut))).toEqual(due);
    }),
  );
});

test('a message broken by a status byte is not taken, the next one is', () => {
  expect(parse([0xf0, 1, 2, 0x90, 3, 0xf7, 0xf0, 4, 0xf7])).toEqual([[4]]);
  expect(parse([0xf0, 1, 2, 0xf0, 4, 0xf7])).toEqual([[4]]);
});

test('a message that never ends is dropped, and an empty one is none', () => {
  expect(parse([0xf0, ...new Array(5000).fill(1), 0xf7, 0xf0, 0xf7, 0xf0, 9, 0xf7])).toEqual([[9]]);
});
