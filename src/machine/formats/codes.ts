import { MAX_INPUTS, MAX_OUTPUTS } from '../limits.ts';
import { MAX_NAME } from '../machine.ts';
import type { NamedWord } from '../symbols.ts';
import { FormatError, shown } from './format-error.ts';
import { bitNames } from './parsed.ts';

/** How symbols become bits: by a number, or with one bit for each. */
export type Coding = 'binary' | 'one-hot';

/** The bits for one side of a machine whose file has symbols. */
export interface Code {
  readonly bits: readonly string[];
  /** Undefined if the symbols are bits already. */
  readonly symbols: readonly NamedWord[] | undefined;
  /** The words that a symbol stands for: a value, and the bits that it fixes. */
  of(symbol: string): { value: number; care: number };
}

/**
 * Chooses bits for symbols. Symbols that are bits already (0, 1 and - of one length) stay as they are. Others get
 * numbers in the order in which they appear (numbers by their value), or one bit each. Messages shorten long symbols.
 *
 * @param names of the bits, if the file has them
 * @throws FormatError for more bits than a machine may have
 */
export function codeOf(
  side: 'input' | 'output',
  symbols: readonly string[],
  coding: Coding,
  names?: readonly string[],
): Code {
  const max = side === 'input' ? MAX_INPUTS : MAX_OUTPUTS;
  const letter = side === 'input' ? 'i' : 'o';
  const width = symbols[0]?.length ?? 1;
  if (width <= max && symbols.every((symbol) => symbol.length === width && /^[01-]+$/.test(symbol))) {
    const bits = names?.length === width ? names : bitNames(letter, width);
    return { bits, symbols: undefined, of: bitsOf };
  }
  const strange = symbols.find((symbol) => symbol === '' || /\p{C}/u.test(symbol));
  if (strange !== undefined)
    throw new FormatError(undefined, `expected symbols without control characters, got ${shown(strange)}`);
  const ordered = inOrder(symbols);
  const count = coding === 'one-hot' ? ordered.length : Math.max(1, Math.ceil(Math.log2(ordered.length)));
  if (count > max)
    throw new FormatError(
      undefined,
      `expected symbols that fit ${max} ${side} bits, got ${ordered.length} ${side} symbols, ${count} bits ${coding}` +
        (coding === 'one-hot' ? '; take binary codes' : '; leave some out'),
    );
  const words = new Map(ordered.map((symbol, index) => [symbol, coding === 'one-hot' ? 1 << index : index]));
  const short = (symbol: string, index: number) =>
    symbol.length <= MAX_NAME ? symbol : `${symbol.slice(0, MAX_NAME - 8)}…${index}`;
  const named = [...words].map(([symbol, word], index): NamedWord => [short(symbol, index), word]);
  const bits =
    coding === 'one-hot'
      ? named.map(([symbol]) => symbol)
      : names?.length === count
        ? names
        : bitNames(letter, count);
  return {
    bits,
    symbols: named,
    of: (symbol) => ({ value: words.get(symbol) as number, care: 2 ** count - 1 }),
  };
}

/** Numbers by value, false before true, others in order of appearance. */
function inOrder(symbols: readonly string[]): readonly string[] {
  if (symbols.every((symbol) => /^-?\d{1,15}$/.test(symbol)))
    return [...symbols].sort((a, b) => Number(a) - Number(b));
  if (symbols.map((symbol) => symbol.toLowerCase()).join() === 'true,false') return [...symbols].reverse();
  return symbols;
}

function bitsOf(symbol: string): { value: number; care: number } {
  let value = 0;
  let care = 0;
  for (const [index, bit] of [...symbol].entries()) {
    if (bit !== '-') care |= 1 << index;
    if (bit === '1') value |= 1 << index;
  }
  return { value, care };
}
