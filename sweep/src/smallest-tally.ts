import type { SmallestCell } from './cells.ts';
import type { Outcome, Searched, SmallestUnit } from './unit.ts';

/** Numbers of bits that are searched at the same time, beyond the smallest that is not decided. */
const AHEAD = 16;

/** A search in progress, as it is stored: the result for each number of bits. */
export type SmallestState = readonly (readonly [bits: number, searched: Searched])[];

/** Puts together what was found for each number of bits: each once, in any order. */
export class SmallestTally {
  readonly kind = 'smallest';
  readonly cell: SmallestCell;
  readonly #searched: Map<number, Searched>;
  readonly #taken: Set<number>;

  constructor(cell: SmallestCell, state: SmallestState = []) {
    this.cell = cell;
    this.#searched = new Map(state);
    this.#taken = new Set(this.#searched.keys());
  }

  get complete(): boolean {
    return this.#firstOpen > this.#last;
  }

  /** Numbers of bits that are decided, from the smallest on. */
  get done(): number {
    return this.#firstOpen - this.cell.minBits;
  }

  get total(): number {
    return this.#last - this.cell.minBits + 1;
  }

  /** The next number of bits that nobody works on, not far beyond what is decided. */
  next(): SmallestUnit | undefined {
    const { task, tables, work } = this.cell;
    const end = Math.min(this.#last, this.#firstOpen + AHEAD);
    for (let bits = this.#firstOpen; bits <= end; bits++) {
      if (this.#taken.has(bits)) continue;
      this.#taken.add(bits);
      return { kind: 'smallest', task, tables, bits, work };
    }
    return undefined;
  }

  merge({ bits }: SmallestUnit, { value }: Outcome): boolean {
    if (this.#searched.has(bits)) return false;
    this.#searched.set(bits, value as Searched);
    this.#taken.add(bits);
    return true;
  }

  state(): SmallestState {
    return [...this.#searched].sort(([a], [b]) => a - b);
  }

  /** All that was looked at, those with the fewest bits first, up to the first network. */
  searched(): Searched {
    const upTo = this.state().filter(([bits]) => bits <= this.#last);
    return {
      network: upTo.at(-1)?.[1].network ?? null,
      examined: upTo.flatMap(([, { examined }]) => examined),
    };
  }

  /** Where the search ends: at the smallest network, or at the limit. */
  get #last(): number {
    const found = this.state().find(([, { network }]) => network !== null);
    return found?.[0] ?? this.cell.maxBits;
  }

  get #firstOpen(): number {
    let bits = this.cell.minBits;
    while (this.#searched.has(bits) && bits <= this.#last) bits++;
    return bits;
  }
}
