import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLASH_BYTES, HexError, parseHex, Uno } from '../../firmware-sim/index.ts';
import { programHex } from './board.ts';

const END = ':00000001FF';

describe('an Intel HEX file', () => {
  it('gives back any data written in records of any length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 255 }), { maxLength: 20 }),
        fc.nat({ max: FLASH_BYTES - 20 * 255 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (chunks, start, newline) => {
          let address = start;
          const expected = new Uint8Array(FLASH_BYTES).fill(0xff);
          const lines = chunks.map((chunk) => {
            expected.set(chunk, address);
            const line = record(0, address, chunk);
            address += chunk.length;
            return line;
          });
          expect(Buffer.compare(parseHex([...lines, END, ''].join(newline)), expected)).toBe(0);
        },
      ),
    );
  });

  it('may use extended segment and linear addresses and start addresses', () => {
    const image = parseHex(
      [
        record(4, 0, [0, 0]),
        record(0, 2, [1]),
        record(2, 0, [0x01, 0x00]),
        record(0, 2, [2]),
        record(3, 0, [0, 0, 0, 0]),
        record(5, 0, [0, 0, 0, 0]),
        END,
      ].join('\n'),
    );
    expect(image[2]).toBe(1);
    expect(image[0x1002]).toBe(2);
    expect(image[3]).toBe(0xff);
  });

  it.each([
    ['no colon', '100000', 1, 'a record starts with ":", found "100000"'],
    ['a stray character', ':0000Z001FF', 1, '"Z" in column 6 is not a hexadecimal digit'],
    ['half a byte', ':000000010', 1, 'odd number of hexadecimal digits (9)'],
    ['too few bytes', ':0000', 1, 'record of 2 bytes; the shortest has 5'],
    ['a wrong length', ':02000000AAFF', 1, 'expected 2 data bytes, as the length field says, got 1'],
    ['a wrong checksum', ':0100000001FF', 1, 'checksum: expected 0xfe, got 0xff'],
    ['an unknown type', record(6, 0, []), 1, 'unknown record type 0x06'],
    [
      'an address beyond the flash',
      `${record(0, 0x7fff, [1, 2])}`,
      1,
      'address 0x8000 is outside the flash of 32768 bytes',
    ],
    [
      'a far address',
      `${record(4, 0, [0, 1])}\n${record(0, 0, [1])}`,
      2,
      'address 0x10000 is outside the flash',
    ],
    [
      'contradicting bytes',
      `${record(0, 0, [1])}\n\n${record(0, 0, [2])}`,
      3,
      'address 0x0000 was already given as 0x01',
    ],
    [
      'a byte that contradicts the end of a record that overlaps another',
      `${record(0, 0, [1, 2])}\n${record(0, 1, [2, 3])}\n${record(0, 2, [4])}`,
      3,
      'address 0x0002 was already given as 0x03',
    ],
    ['data after the end', `${END}\n${record(0, 0, [1])}`, 2, 'data after the end-of-file record'],
    ['an end record with data', record(1, 0, [1]), 1, 'record type 0x01 has 0 data bytes, found 1'],
    ['no end', record(0, 0, [1]), 1, 'the end-of-file record ":00000001FF" is missing'],
    ['nothing at all', '', 1, 'is missing; is the file cut short?'],
  ])('with %s is refused, naming line and value', (_, hex, line, message) => {
    const read = () => parseHex(hex);
    expect(read).toThrow(HexError);
    expect(read).toThrow(`Intel HEX, line ${line}: `);
    expect(read).toThrow(message);
  });

  it('is refused for every single damaged digit', () => {
    const hex = programHex('edges');
    for (const [index, digit] of [...hex].entries()) {
      if (!/[0-9A-F]/.test(digit)) continue;
      const damaged = `${hex.slice(0, index)}${digit === '0' ? '1' : '0'}${hex.slice(index + 1)}`;
      expect(() => parseHex(damaged), `digit ${index}`).toThrow(HexError);
    }
  });

  it('is not needed: a board also takes a flash image, if it fits', () => {
    expect(new Uno({ firmware: parseHex(programHex('edges')) }).runCycles(13)).toBe(13);
    expect(() => new Uno({ firmware: new Uint8Array(FLASH_BYTES + 1) })).toThrow('firmware of 32769 bytes');
  });
});

function record(type: number, address: number, data: Iterable<number>): string {
  const bytes = [...data];
  const all = [bytes.length, address >> 8, address & 0xff, type, ...bytes];
  const sum = all.reduce((total, byte) => total + byte, 0);
  return `:${Buffer.from([...all, -sum & 0xff])
    .toString('hex')
    .toUpperCase()}`;
}
