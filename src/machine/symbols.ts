import { MachineError } from './check-machine.ts';
import { MAX_NAME, type Machine } from './machine.ts';
import { packText, unpack } from './word.ts';

/** A word with its name. */
export type NamedWord = readonly [name: string, word: number];

/**
 * Names for whole words of a machine: `coin` for the input word 1. Each name stands for one word, and each word has at
 * most one name. Words without a name are written as bits.
 */
export interface Symbols {
  readonly inputs?: readonly NamedWord[] | undefined;
  readonly outputs?: readonly NamedWord[] | undefined;
}

/** The side of a machine that symbols are for. */
export type Side = 'inputs' | 'outputs';

/** Checks a machine's symbols completely and returns a copy. @throws MachineError */
export function checkSymbols(value: Symbols, machine: Pick<Machine, Side>): Symbols {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MachineError(
      'symbols',
      `expected an object with inputs, outputs, got ${JSON.stringify(value)}`,
    );
  const stray = Object.keys(value).find((field) => field !== 'inputs' && field !== 'outputs');
  if (stray !== undefined) throw new MachineError(`symbols.${stray}`, 'expected inputs or outputs');
  const { inputs, outputs } = value;
  return {
    ...(inputs !== undefined && { inputs: checkSide('symbols.inputs', inputs, machine.inputs.length) }),
    ...(outputs !== undefined && { outputs: checkSide('symbols.outputs', outputs, machine.outputs.length) }),
  };
}

function checkSide(place: string, value: unknown, width: number): NamedWord[] {
  const words = 2 ** width;
  if (!Array.isArray(value) || value.length < 1 || value.length > words)
    throw new MachineError(place, `expected a list of 1–${words} names with their words`);
  const names = new Set<string>();
  const seen = new Set<number>();
  return Array.from(value, (each: unknown, index): NamedWord => {
    const [name, word] = Array.isArray(each) && each.length === 2 ? (each as unknown[]) : [];
    if (typeof name !== 'string' || name.length < 1 || name.length > MAX_NAME || /\p{C}/u.test(name))
      throw new MachineError(`${place}[${index}]`, `expected a name of 1–${MAX_NAME} characters and a word`);
    if (typeof word !== 'number' || !Number.isInteger(word) || word < 0 || word >= words)
      throw new MachineError(`${place}[${index}]`, `expected a word, 0–${words - 1}, got ${String(word)}`);
    if (names.has(name) || seen.has(word))
      throw new MachineError(
        `${place}[${index}]`,
        `expected each name and each word once, got ${name}, ${word}`,
      );
    names.add(name);
    seen.add(word);
    return [name, word + 0];
  });
}

/** A machine's inputs and outputs, with the names of its words. */
export type Named = Pick<Machine, Side> & { readonly symbols?: Symbols | undefined };

/** A word as text: its name, or its bits, the first input or output first; `-` for a don't-care bit. */
export function wordText(named: Named, side: Side, word: number, care = -1): string {
  const width = named[side].length;
  const all = 2 ** width - 1;
  const name = (care & all) === all && named.symbols?.[side]?.find(([, each]) => each === word)?.[0];
  if (name) return name;
  return unpack(word, width)
    .map((bit, index) => ((care >> index) & 1 ? bit : '-'))
    .join('');
}

/** The word that a text names, by its symbol or its bits. @returns undefined if it is neither */
export function wordOf(named: Named, side: Side, text: string): number | undefined {
  const symbol = named.symbols?.[side]?.find(([name]) => name === text);
  if (symbol) return symbol[1];
  if (text.length !== named[side].length || /[^01]/.test(text)) return undefined;
  return packText(text);
}
