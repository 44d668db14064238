import type { Named, Side } from '../machine/symbols.ts';
import { identifier, unique } from './identifiers.ts';

/** Constants for the words of one side of a machine. */
export interface WordConstants {
  /** What they stand for. */
  readonly about: string;
  /** Names as C macros have them, with their values. */
  readonly values: readonly (readonly [name: string, value: number])[];
}

const PREFIX = { inputs: 'IN', outputs: 'OUT' } as const;

/** A constant for each symbol of a machine's inputs and outputs; without symbols one for each bit, to be combined. */
export function wordConstants(id: string, named: Named): WordConstants[] {
  return (['inputs', 'outputs'] as const).map((side) => {
    const words = named.symbols?.[side] ?? named[side].map((name, bit) => [name, 2 ** bit] as const);
    const taken = new Set<string>();
    const names = words.map(([name]) => unique(identifier(name).toUpperCase(), taken));
    return {
      about: about(named, side),
      values: words.map(
        ([, value], at) => [`${id.toUpperCase()}_${PREFIX[side]}_${names[at]}`, value] as const,
      ),
    };
  });
}

function about(named: Named, side: Side): string {
  const one = side === 'inputs' ? 'input' : 'output';
  return named.symbols?.[side] === undefined ? `The ${one} bits.` : `The ${one} words by their symbols.`;
}
