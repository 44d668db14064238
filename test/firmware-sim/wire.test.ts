import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, type FrameFormat, receivedLength } from '../../firmware-sim/chip/frame.ts';
import { Wire } from '../../firmware-sim/chip/wire.ts';

const format = fc.record({
  dataBits: fc.constantFrom(5 as const, 6 as const, 7 as const, 8 as const, 9 as const),
  parity: fc.constantFrom('none' as const, 'even' as const, 'odd' as const),
  stopBits: fc.constantFrom(1 as const, 2 as const),
});

describe('a frame', () => {
  it('gives back its character in any format', () => {
    fc.assert(
      fc.property(format, fc.nat(511), (format, character) => {
        const data = character & ((1 << format.dataBits) - 1);
        const { bits } = encodeFrame(format, character);
        expect(decodeFrame(format, bits)).toEqual({ data, frameError: false, parityError: false });
      }),
    );
  });

  it('shows a flipped bit as another character, a parity error or a frame error', () => {
    fc.assert(
      fc.property(format, fc.nat(511), fc.nat(11), (format, character, flip) => {
        const data = character & ((1 << format.dataBits) - 1);
        const bit = 1 + (flip % (receivedLength(format) - 1));
        const got = decodeFrame(format, encodeFrame(format, character).bits ^ (1 << bit));
        const isData = bit <= format.dataBits;
        const isStop = bit === receivedLength(format) - 1;
        expect(got.data).toBe(isData ? data ^ (1 << (bit - 1)) : data);
        expect(got.frameError).toBe(isStop);
        expect(got.parityError).toBe(!isStop && format.parity !== 'none');
      }),
    );
  });
});

describe('a wire', () => {
  const eight: FrameFormat = { dataBits: 8, parity: 'none', stopBits: 1 };

  it('is high before, between and after frames, and shows each bit for its time', () => {
    const wire = new Wire();
    expect(wire.send(100, encodeFrame(eight, 0x55), 10)).toBe(200);
    wire.send(250, encodeFrame(eight, 0x00), 5);
    expect([0, 99.9, 200, 249, 300, 1e9].map((time) => wire.level(time))).toEqual([1, 1, 1, 1, 1, 1]);
    expect([100, 109.9, 110, 120, 180, 190].map((time) => wire.level(time))).toEqual([0, 0, 1, 0, 0, 1]);
    expect([250, 294.9, 295].map((time) => wire.level(time))).toEqual([0, 0, 1]);
  });

  it('knows its falling edges', () => {
    const wire = new Wire();
    wire.send(100, encodeFrame(eight, 0x0f), 10);
    expect([0, 100, 101, 151].map((time) => wire.fall(time))).toEqual([100, 100, 150, undefined]);
  });

  it('goes high where its sender is cut off', () => {
    const wire = new Wire();
    wire.send(100, encodeFrame(eight, 0), 10);
    wire.cut(130);
    expect([129, 130, 150].map((time) => wire.level(time))).toEqual([0, 1, 1]);
  });
});
