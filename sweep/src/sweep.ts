import { constantBits } from 'carrybit';
import { valueDigest } from 'carrybit/sweep-parts';
import type { Cell } from './cells.ts';
import { type CensusState, CensusTally } from './census-tally.ts';
import { type SmallestState, SmallestTally } from './smallest-tally.ts';
import type { Outcome, Unit } from './unit.ts';

export type Tally = CensusTally | SmallestTally;
export type TallyState = CensusState | SmallestState;

/** Gives units of work and takes their results. */
export interface Source {
  /** The next unit that nobody works on, if there is one now; more may follow once others are taken. */
  next(): Unit | undefined;
  /** Adds the result of a unit, unless it was counted before. */
  take(unit: Unit, outcome: Outcome): void;
  readonly complete: boolean;
}

/** All combinations of a sweep with their results so far. */
export class Sweep implements Source {
  readonly tallies: readonly Tally[];
  readonly #ofUnit = new WeakMap<Unit, Tally>();
  readonly #onTaken: (unit: Unit, outcome: Outcome) => void;

  /** @param states what was kept of each combination, in their order */
  constructor(
    cells: readonly Cell[],
    states: readonly TallyState[] | undefined,
    onTaken: (unit: Unit, outcome: Outcome) => void,
  ) {
    this.tallies = cells.map((cell, index) =>
      cell.kind === 'census'
        ? new CensusTally(cell, states?.[index] as CensusState | undefined)
        : new SmallestTally(cell, states?.[index] as SmallestState | undefined),
    );
    this.#onTaken = onTaken;
  }

  get complete(): boolean {
    return this.tallies.every(({ complete }) => complete);
  }

  next(): Unit | undefined {
    for (const tally of this.tallies) {
      const unit = tally.next();
      if (unit === undefined) continue;
      this.#ofUnit.set(unit, tally);
      return unit;
    }
    return undefined;
  }

  take(unit: Unit, outcome: Outcome): void {
    const tally = this.#ofUnit.get(unit);
    // A tally is given the units that it has handed out.
    if (tally?.merge(unit as never, outcome)) this.#onTaken(unit, outcome);
  }

  states(): TallyState[] {
    return this.tallies.map((tally) => tally.state());
  }
}

/** The digest of everything that determines a sweep's result. */
export const sweepDigest = (cells: readonly Cell[], version: string) => valueDigest({ version, cells });

/** What is kept of a finished sweep: nothing of it depends on who did what, in which order, or how fast. */
export function resultOf({ tallies }: Sweep, version: string): object {
  return {
    format: 'carrybit-sweep-result-1',
    version,
    cells: tallies.map((tally) => {
      const { task, ...cell } = tally.cell;
      const head = { machine: task.name, ...cell };
      if (tally.kind === 'smallest') return { ...head, ...tally.searched() };
      const shape = {
        inputs: task.inputs.length,
        hidden: tally.cell.training.hidden,
        outputs: task.outputs.length,
      };
      return { ...head, bits: constantBits({ ...shape, ...tally.cell.widths }), ...tally.counts };
    }),
  };
}
