/** The format of characters on a serial line (datasheet section 20.4). */
export interface FrameFormat {
  readonly dataBits: 5 | 6 | 7 | 8 | 9;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** 8N1, the most common format. */
export const FRAME_8N1: FrameFormat = { dataBits: 8, parity: 'none', stopBits: 1 };

/** Levels of a frame, the start bit in bit 0, and their number. */
export interface FrameBits {
  readonly bits: number;
  readonly length: number;
}

/** The levels of `character` on the line: start bit 0, data from the lowest bit on, parity, stop bits 1. */
export function encodeFrame(format: FrameFormat, character: number): FrameBits {
  const { dataBits, parity, stopBits } = format;
  const data = character & ((1 << dataBits) - 1);
  let bits = data << 1;
  let length = 1 + dataBits;
  if (parity !== 'none') {
    bits |= parityBit(data, parity) << length;
    length += 1;
  }
  bits |= ((1 << stopBits) - 1) << length;
  return { bits, length: length + stopBits };
}

/** Bits of a frame a receiver looks at: it ignores a second stop bit (section 20.4). */
export function receivedLength(format: FrameFormat): number {
  return 1 + format.dataBits + (format.parity === 'none' ? 0 : 1) + 1;
}

/** A character as a receiver reads it. */
export interface Received {
  readonly data: number;
  /** The stop bit was low. */
  readonly frameError: boolean;
  readonly parityError: boolean;
}

/** Decodes sampled levels; the inverse of `encodeFrame` if no level was disturbed. */
export function decodeFrame(format: FrameFormat, bits: number): Received {
  const { dataBits, parity } = format;
  const data = (bits >> 1) & ((1 << dataBits) - 1);
  const given = (bits >> (1 + dataBits)) & 1;
  const stop = (bits >> (receivedLength(format) - 1)) & 1;
  return {
    data,
    frameError: stop === 0,
    parityError: parity !== 'none' && given !== parityBit(data, parity),
  };
}

function parityBit(data: number, parity: 'even' | 'odd'): number {
  let ones = parity === 'odd' ? 1 : 0;
  for (let rest = data; rest !== 0; rest >>= 1) ones ^= rest & 1;
  return ones;
}
