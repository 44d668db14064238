import { printable } from './printable.ts';

/** The most digits or bits that a number may be written with: what a string of JavaScript holds with room to spare. */
const LONGEST = 2 ** 28;

/** How many steps numbers take: those of the longest one's bits, and one more for what is carried. */
export function stepsFor(numbers: readonly bigint[]): number {
  return Math.max(1, ...numbers.map((number) => (number === 0n ? 0 : number.toString(2).length))) + 1;
}

/**
 * Numbers as the steps of a stream, least significant bit first: bit i of each byte is number i's.
 *
 * @returns (steps)
 * @throws RangeError when a number is negative or needs more steps
 */
export function toSteps(numbers: readonly bigint[], steps = stepsFor(numbers)): Uint8Array {
  const packed = new Uint8Array(steps);
  numbers.forEach((number, input) => {
    if (number < 0n) throw new RangeError(`a number is ${number}, allowed are 0 and more`);
    const digits = number.toString(2);
    if (digits.length > steps)
      throw new RangeError(`${number} has ${digits.length} bits, allowed are ${steps}`);
    for (let step = 0; step < digits.length; step++) {
      if (digits[digits.length - 1 - step] === '1') packed[step] = (packed[step] as number) | (1 << input);
    }
  });
  return packed;
}

/** The bits over time of one input or output of packed steps. */
export function stream(packed: Uint8Array, feature: number): number[] {
  return Array.from(packed, (word) => (word >> feature) & 1);
}

/**
 * Reads a number from text: decimal, 0x…, 0b….
 *
 * @throws RangeError naming what is no such number
 */
export function parseNumber(text: string): bigint {
  if (text.length > LONGEST)
    throw new RangeError(`a number has ${text.length} digits, allowed are ${LONGEST}`);
  if (!/^(\d+|0x[\da-f]+|0b[01]+)$/i.test(text)) {
    throw new RangeError(`"${abridged(text)}" is no number; write 13, 0xd or 0b1101, without a sign`);
  }
  return BigInt(text);
}

/** Text of others, cut in its middle if it is long, and printable. */
export function abridged(text: string, most = 40): string {
  if (text.length <= most) return printable(text);
  const kept = Math.floor((most - 1) / 2);
  return `${printable(text.slice(0, kept))}…${printable(text.slice(-kept))}`;
}
