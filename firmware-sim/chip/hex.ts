/** Flash of the ATmega328P in bytes (datasheet section 8.2). */
export const FLASH_BYTES = 0x8000;

/** A fault in an Intel HEX file; the message names the line and the value found there. */
export class HexError extends Error {
  override readonly name = 'HexError';
  /** Line of the fault, counted from 1. */
  readonly line: number;

  constructor(line: number, message: string) {
    super(`Intel HEX, line ${line}: ${message}`);
    this.line = line;
  }
}

/**
 * Reads an Intel HEX file into a flash image. Bytes the file does not mention are 0xff, as in erased flash.
 * Knows the record types 00 to 05; start addresses (03, 05) are checked and ignored, since an AVR starts at 0.
 *
 * @param text the file's content
 * @param size size of the flash in bytes
 * @throws HexError on the first record that is malformed, damaged, out of range or contradicts an earlier one
 */
export function parseHex(text: string, size: number = FLASH_BYTES): Uint8Array {
  const image = new Uint8Array(size).fill(0xff);
  const written = new Uint8Array(size);
  /** The address after the highest byte so far. */
  let end = 0;
  let base = 0;
  let ended = false;
  let number = 0;
  /** The bytes of all digits, and where those of the next record are: lines before it have nothing but records. */
  const bytes = bytesOf(text.replace(/[^0-9a-f]+/gi, ''));
  let next = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number += 1;
    const line = raw.trim();
    if (line === '') continue;
    if (ended) throw new HexError(number, `data after the end-of-file record: "${excerpt(line)}"`);
    const { type, address, data } = parseRecord(line, number, bytes.subarray(next));
    next += data.length + 5;
    const start = base + address;
    if (type === 0 && start >= end && start + data.length <= size && address + data.length <= 0x10000) {
      // The usual record begins after all others, so it cannot contradict them.
      image.set(data, start);
      end = start + data.length;
      written.fill(1, start, end);
    } else if (type === 0) {
      for (let index = 0; index < data.length; index += 1) {
        const byte = data[index] as number;
        // Offsets wrap within a record's 64 KiB; only the base reaches beyond.
        const at = base + ((address + index) & 0xffff);
        if (at >= size) {
          throw new HexError(number, `address ${hex(at, 4)} is outside the flash of ${size} bytes`);
        }
        if (written[at] && image[at] !== byte) {
          throw new HexError(number, `address ${hex(at, 4)} was already given as ${hex(image[at] ?? 0, 2)}`);
        }
        image[at] = byte;
        written[at] = 1;
        end = Math.max(end, at + 1);
      }
    } else if (type === 1) {
      expectLength(data, 0, type, number);
      ended = true;
    } else if (type === 2) {
      expectLength(data, 2, type, number);
      base = bigEndian(data) << 4;
    } else if (type === 4) {
      expectLength(data, 2, type, number);
      base = bigEndian(data) * 0x10000;
    } else if (type === 3 || type === 5) {
      expectLength(data, 4, type, number);
    } else {
      throw new HexError(number, `unknown record type ${hex(type, 2)}`);
    }
  }
  if (!ended)
    throw new HexError(number, 'the end-of-file record ":00000001FF" is missing; is the file cut short?');
  return image;
}

interface Record {
  readonly type: number;
  readonly address: number;
  readonly data: Uint8Array;
}

/** @param rest bytes of this record, and of those behind it */
function parseRecord(line: string, number: number, rest: Uint8Array): Record {
  if (!line.startsWith(':')) throw new HexError(number, `a record starts with ":", found "${excerpt(line)}"`);
  const digits = line.slice(1);
  const stray = /[^0-9a-f]/i.exec(digits);
  if (stray)
    throw new HexError(number, `"${stray[0]}" in column ${stray.index + 2} is not a hexadecimal digit`);
  if (digits.length % 2 !== 0)
    throw new HexError(number, `odd number of hexadecimal digits (${digits.length})`);
  const bytes = rest.subarray(0, digits.length / 2);
  let total = 0;
  for (let index = 0; index < bytes.length; index += 1) total += bytes[index] as number;
  const count = bytes[0];
  if (count === undefined || bytes.length < 5) {
    throw new HexError(number, `record of ${bytes.length} bytes; the shortest has 5`);
  }
  if (bytes.length !== count + 5) {
    throw new HexError(
      number,
      `expected ${count} data bytes, as the length field says, got ${bytes.length - 5}`,
    );
  }
  const sum = total & 0xff;
  if (sum !== 0) {
    const given = bytes[bytes.length - 1] ?? 0;
    throw new HexError(number, `checksum: expected ${hex((given - sum) & 0xff, 2)}, got ${hex(given, 2)}`);
  }
  const address = ((bytes[1] as number) << 8) | (bytes[2] as number);
  return { type: bytes[3] as number, address, data: bytes.subarray(4, -1) };
}

/** The bytes of digits. A board reads thousands of records when it starts, and Node has this natively. */
function bytesOf(digits: string): Uint8Array {
  if (typeof Buffer === 'function') return new Uint8Array(Buffer.from(digits, 'hex'));
  const bytes = new Uint8Array(Math.floor(digits.length / 2));
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = (nibble(digits, 2 * index) << 4) | nibble(digits, 2 * index + 1);
  return bytes;
}

/** The value of a hexadecimal digit: letters are 9 above the lower bits of their codes. */
function nibble(digits: string, index: number): number {
  const code = digits.charCodeAt(index);
  return (code & 15) + (code > 0x39 ? 9 : 0);
}

function expectLength(data: Uint8Array, length: number, type: number, number: number): void {
  if (data.length !== length) {
    throw new HexError(number, `record type ${hex(type, 2)} has ${length} data bytes, found ${data.length}`);
  }
}

function bigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function excerpt(line: string): string {
  return line.length > 20 ? `${line.slice(0, 20)}…` : line;
}
