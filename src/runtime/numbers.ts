import { requireText } from '../machine/require.ts';
import { printable } from './printable.ts';

/** Maximum of digits or bits in a number; a JavaScript string can hold more. */
const MAX_DIGITS = 2 ** 28;

/**
 * Reads a number from text: decimal, 0x…, 0b….
 *
 * @throws RangeError naming a text that is not such a number
 */
export function parseNumber(text: string): bigint {
  requireText('text', text);
  if (text.length > MAX_DIGITS)
    throw new RangeError(`expected a number of at most ${MAX_DIGITS} digits, got ${text.length}`);
  if (!/^(\d+|0x[\da-f]+|0b[01]+)$/i.test(text)) {
    throw new RangeError(`not a number: "${abridged(text)}"; write 13, 0xd or 0b1101, without a sign`);
  }
  return BigInt(text);
}

/** Foreign text for a message: printable, and shortened in its middle if it is long. */
export function abridged(text: string, max = 40): string {
  requireText('text', text);
  if (text.length <= max) return printable(text);
  const kept = Math.floor((max - 1) / 2);
  return `${printable(text.slice(0, kept))}…${printable(text.slice(-kept))}`;
}
