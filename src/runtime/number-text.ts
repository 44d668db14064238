import { abridged, parseNumber } from './numbers.ts';

/** The base of digits without a prefix. `auto` means decimal, unless the digits may also be bits. */
export type Base = 2 | 10 | 16 | 'auto';

/** Whether the first bit of a bit string is the most or the least significant one. */
export type BitOrder = 'msb' | 'lsb';

/** The notation of the numbers in a source. */
export interface Notation {
  readonly base?: Base | undefined;
  /** For base 2 only. */
  readonly bitOrder?: BitOrder | undefined;
}

const DIGITS = { 2: '0 and 1', 10: '0 to 9', 16: '0 to 9 and a to f' } as const;
const PATTERNS = { 2: /^(?:0b)?[01]+$/i, 10: /^\d+$/, 16: /^(?:0x)?[\da-f]+$/i } as const;
const PREFIXES = { 2: '0b', 10: '', 16: '0x' } as const;

/**
 * Reads the numbers of one source. Without a base, a word of zeros and ones alone may be decimal or bits. It is
 * refused, unless a number before it or beside it has a digit from 2 to 9, and it has no leading zero. A word like 017
 * may be decimal or octal, and is refused, unless a number before it or beside it has a leading zero and an 8 or 9.
 */
export class NumberText {
  readonly #base: Base;
  readonly #order: BitOrder;
  #isDecimal: boolean;
  /** Whether decimal numbers are padded with zeros. */
  #isPadded = false;

  /**
   * @param isDecimal whether it is known that 10 means ten @throws RangeError for a bit order with a base other than 2
   */
  constructor({ base = 'auto', bitOrder }: Notation = {}, isDecimal = false) {
    if (bitOrder !== undefined && base !== 2)
      throw new RangeError(`bit order: expected base 2 with it, got ${base}`);
    this.#base = base;
    this.#order = bitOrder ?? 'msb';
    this.#isDecimal = isDecimal;
  }

  /** The base of numbers without a prefix. */
  get base(): Base {
    return this.#base;
  }

  /**
   * Numbers that belong together, so that each may show how the others are meant. @throws RangeError naming the word
   */
  read(words: readonly string[]): bigint[] {
    const plain = words.map(withoutUnderscores);
    if (this.#base !== 'auto') {
      const base = this.#base;
      return plain.map((word) => this.#inBase(base, word));
    }
    const bare = plain.filter((word) => !/^0[xb]/i.test(word));
    const hexadecimal = bare.find((word) => PATTERNS[16].test(word) && !PATTERNS[10].test(word));
    if (hexadecimal !== undefined)
      throw new RangeError(
        `not a decimal number: "${abridged(hexadecimal)}"; write 0x${abridged(hexadecimal)}, or say --base 16`,
      );
    const numbers = plain.map(parseNumber);
    if (bare.some((word) => /[2-9]/.test(word))) this.#isDecimal = true;
    const unclear = bare.find(
      (word) => /^[01]{2,}$/.test(word) && (word.startsWith('0') || !this.#isDecimal),
    );
    if (unclear !== undefined) throw new RangeError(readings(unclear));
    if (bare.some((word) => /^0\d*[89]/.test(word))) this.#isPadded = true;
    const octal = bare.find((word) => /^0+[1-7][0-7]+$/.test(word));
    if (octal !== undefined && !this.#isPadded) throw new RangeError(octalReadings(octal));
    return numbers;
  }

  #inBase(base: 2 | 10 | 16, word: string): bigint {
    if (!PATTERNS[base].test(word))
      throw new RangeError(`"${abridged(word)}": expected digits ${DIGITS[base]}, as --base ${base} says`);
    const isPrefixed = base !== 10 && word.toLowerCase().startsWith(PREFIXES[base]);
    if (base === 16 && /^0b[01]+$/i.test(word)) throw new RangeError(twoReadings(word, ['0x', '0b'], '0x'));
    const digits = isPrefixed ? word.slice(2) : word;
    if (isPrefixed && this.#order === 'lsb')
      throw new RangeError(
        `"${abridged(word)}" says 0b, most significant bit first, and --bit-order says lsb; leave 0b out`,
      );
    const ordered = this.#order === 'lsb' ? [...digits].reverse().join('') : digits;
    return parseNumber(`${PREFIXES[base]}${ordered}`);
  }
}

/** Digits without the `_` between them, which many languages allow. */
function withoutUnderscores(word: string): string {
  return /^[\da-z]+(_[\da-z]+)+$/i.test(word) ? word.replaceAll('_', '') : word;
}

/** The two or three values that a word of zeros and ones may have. */
function readings(bits: string): string {
  const say = (text: string) => abridged(parseNumber(text).toString());
  const first = say(`0b${bits}`);
  const last = say(`0b${[...bits].reverse().join('')}`);
  if (first === say(bits) && first === last)
    return `"${abridged(bits)}" may be a number, bits, or the end of 1,000; say --base 10 or --base 2`;
  const reversed = first === last ? '' : `, or ${last} with --bit-order lsb`;
  return `"${abridged(bits)}" is ${say(bits)} in decimal and ${first} in binary${reversed}; say --base 10 or --base 2`;
}

function octalReadings(word: string): string {
  const [decimal, octal] = [word, `0o${word}`].map((text) => abridged(BigInt(text).toString()));
  return `"${abridged(word)}" is ${decimal} in decimal and ${octal} in octal; say --base 10, or leave the zeros before it out`;
}

function twoReadings(word: string, [one, other]: [string, string], prefix: string): string {
  return `"${abridged(word)}" is ${parseNumber(`${one}${word}`)} in base 16 and ${parseNumber(word)} with ${other} as its prefix; write ${prefix}${abridged(word)} for the first`;
}
