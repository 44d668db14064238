import { requireList } from './require.ts';

/** Packed words of many steps: a byte each, or two bytes where they have more than 8 bits. */
export type Words = Uint8Array | Uint16Array;

/** A list of words of so many bits, 1–16. */
export function wordList(width: number, words: Iterable<number>): Words {
  return width <= 8 ? Uint8Array.from(words) : Uint16Array.from(words);
}

/** Room for so many words of so many bits, 1–16, all 0. */
export function emptyWords(width: number, count: number): Words {
  return width <= 8 ? new Uint8Array(count) : new Uint16Array(count);
}

/** The lowest `width` bits of a word, the lowest first. @throws RangeError for a word that does not fit */
export function unpack(word: number, width: number): number[] {
  if (!Number.isInteger(width) || width < 0 || width > 31)
    throw new RangeError(`width: expected 0–31 bits, got ${String(width)}`);
  if (!Number.isInteger(word) || word < 0 || word >= 2 ** width)
    throw new RangeError(`word: expected 0–${2 ** width - 1} for ${width} bits, got ${String(word)}`);
  return Array.from({ length: width }, (_, bit) => (word >> bit) & 1);
}

/** The inverse of {@link unpack}. @throws RangeError for more than 31 bits, or one that is neither 0 nor 1 */
export function pack(bits: readonly number[]): number {
  requireList('bits', bits);
  if (bits.length > 31) throw new RangeError(`bits: expected at most 31, got ${bits.length}`);
  return [...bits].reduce((word, bit, index) => {
    if (bit !== 0 && bit !== 1) throw new RangeError(`bit ${index}: expected 0 or 1, got ${String(bit)}`);
    return word | (bit << index);
  }, 0);
}

/** The word of a text of 0s and 1s, the lowest bit first. */
export function packText(bits: string): number {
  return [...bits].reduce((word, bit, index) => word | (Number(bit) << index), 0);
}

/** The number with these bits, least significant first. @throws RangeError for a bit that is neither 0 nor 1 */
export function toNumber(bits: readonly number[]): bigint {
  requireList('bits', bits);
  const bad = [...bits].findIndex((bit) => bit !== 0 && bit !== 1);
  if (bad >= 0) throw new RangeError(`bit ${bad}: expected 0 or 1, got ${String(bits[bad])}`);
  return BigInt(`0b0${[...bits].reverse().join('')}`);
}
