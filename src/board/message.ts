import crc16kermit from 'crc/calculators/crc16kermit';
import { MAX_PAYLOAD } from './numbers.ts';

/** A message of the link to the board: docs/spec.md section 7. Every byte of the payload is below 128. */
export interface Message {
  readonly id: number;
  /** 0 … 127; a reply has the number of its request. */
  readonly number: number;
  readonly payload: Uint8Array;
}

export const START_SYSEX = 0xf0;
export const END_SYSEX = 0xf7;
/** Bytes of a message around its payload: start, id, number, four check bytes, end. */
export const FRAMING = 8;

/** The CRC of docs/spec.md section 5 (CRC-16/MCRF4XX). */
export const crc16 = (bytes: Uint8Array): number => crc16kermit(bytes, 0xffff);

/**
 * A message as bytes on the wire.
 *
 * @throws RangeError when something in it does not fit the format
 */
export function encodeMessage({ id, number, payload }: Message): Uint8Array {
  if (payload.length > MAX_PAYLOAD)
    throw new RangeError(`payload: expected at most ${MAX_PAYLOAD} bytes, got ${payload.length}`);
  const bytes = Uint8Array.of(START_SYSEX, id, number, ...payload, 0, 0, 0, 0, END_SYSEX);
  const covered = bytes.subarray(1, -5);
  if (covered.some((byte) => byte > 0x7f))
    throw new RangeError(`message byte: expected at most 127, got ${Math.max(...covered)}`);
  bytes.set(checkBytes(covered), bytes.length - 5);
  return bytes;
}

/** The message within a sysex (the bytes between start and end), or undefined if its check is wrong. */
export function decodeMessage(content: Uint8Array): Message | undefined {
  const covered = content.subarray(0, -4);
  const [id, number] = covered;
  if (id === undefined || number === undefined || covered.length > 2 + MAX_PAYLOAD) return undefined;
  const due = checkBytes(covered);
  if (due.some((byte, index) => byte !== content[covered.length + index])) return undefined;
  return { id, number, payload: covered.slice(2) };
}

/** 28 bits from the covered bytes: their CRC, their sum, and the sum of the sum's values. */
function checkBytes(covered: Uint8Array): [number, number, number, number] {
  const crc = crc16(covered);
  let sum = 0;
  let sums = 0;
  for (const byte of covered) {
    sum += byte;
    sums += sum;
  }
  return [crc & 0x7f, (crc >> 7) & 0x7f, (crc >> 14) | ((sum & 0x1f) << 2), sums & 0x7f];
}
