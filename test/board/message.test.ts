import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage, MAX_PAYLOAD, type Message } from '../../src/board/index.ts';
import { crc16 } from '../../src/board/message.ts';
import { fromPairs, fromSeptets, toPairs, toSeptets } from '../../src/board/septets.ts';

const septet = fc.integer({ min: 0, max: 127 });
const anyMessage: fc.Arbitrary<Message> = fc.record({
  id: fc.integer({ min: 1, max: 15 }),
  number: septet,
  payload: fc.array(septet, { maxLength: MAX_PAYLOAD }).map((bytes) => Uint8Array.from(bytes)),
});

const content = (message: Message) => encodeMessage(message).slice(1, -1);

describe('a message', () => {
  test('is decoded as it was encoded, and is sysex all through', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const bytes = encodeMessage(message);
        expect([bytes[0], bytes.at(-1)]).toEqual([0xf0, 0xf7]);
        expect(bytes.slice(1, -1).every((byte) => byte < 0x80)).toBe(true);
        expect(decodeMessage(content(message))).toEqual(message);
      }),
    );
  });

  test('is the example of docs/spec.md section 7', () => {
    const reset = encodeMessage({ id: 7, number: 42, payload: new Uint8Array() });
    expect(Buffer.from(reset).toString('hex')).toBe('f0072a68674438f7');
    expect(crc16(Buffer.from('123456789'))).toBe(0x6f91);
  });

  test('with any one byte changed is refused', () => {
    const sound = content({ id: 8, number: 5, payload: Uint8Array.of(8, 1, 2, 3, 63, 127, 0) });
    for (const [at, byte] of sound.entries()) {
      for (let other = 0; other < 128; other++) {
        if (other === byte) continue;
        const damaged = sound.slice();
        damaged[at] = other;
        expect(decodeMessage(damaged)).toBeUndefined();
      }
    }
  });

  test('with a byte lost or doubled is refused', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), fc.boolean(), (message, where, doubled) => {
        const sound = [...content(message)];
        const at = where % sound.length;
        const damaged = sound.toSpliced(at, doubled ? 0 : 1, ...(doubled ? [sound[at] ?? 0] : []));
        const decoded = decodeMessage(Uint8Array.from(damaged));
        // Of equal neighbours either may go: the message is then the same.
        if (decoded !== undefined) expect(damaged).toEqual(sound);
      }),
    );
  });

  test('says what does not fit into it', () => {
    const message = { id: 8, number: 1, payload: new Uint8Array(60) };
    expect(() => encodeMessage(message)).toThrow('payload: expected at most 59 bytes, got 60');
    expect(() => encodeMessage({ ...message, payload: Uint8Array.of(3, 200) })).toThrow(
      'message byte: expected at most 127, got 200',
    );
  });
});

describe('numbers in septets', () => {
  test('come back as they went', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (value) => {
        expect(fromSeptets(Uint8Array.from(toSeptets(value, 3)), 0, 3)).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromPairs(Uint8Array.from(toPairs(bytes)), 0, bytes.length)).toEqual(bytes);
      }),
    );
  });
});
