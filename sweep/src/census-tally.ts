import type { CensusCell } from './cells.ts';
import { Intervals } from './intervals.ts';
import type { CensusUnit, Counts, Outcome } from './unit.ts';

/** The first job of a census finds out how long its starts take. */
const FIRST_STARTS = 256;
/** Planned duration of a job. */
const JOB_MS = 3000;
const MAX_JOB_STARTS = 2 ** 20;

/** A census in progress, as it is stored. */
export interface CensusState {
  readonly counts: Counts;
  readonly done: readonly (readonly [number, number])[];
  /** Starts of a job; unknown until the first one is done. */
  readonly jobStarts: number | null;
}

const NOTHING: CensusState = {
  counts: {
    learned: 0,
    proven: 0,
    notQuantizable: 0,
    undecided: 0,
    disproved: {},
    pursued: { networks: 0, rounded: 0, tuned: 0 },
  },
  done: [],
  jobStarts: null,
};

/** Adds up the results of a census's starts: each range once, in any order. */
export class CensusTally {
  readonly kind = 'census';
  readonly cell: CensusCell;
  readonly #done: Intervals;
  /** Ranges that were handed out, too. */
  readonly #taken: Intervals;
  #counts: Counts;
  #jobStarts: number | null;

  constructor(cell: CensusCell, { counts, done, jobStarts }: CensusState = NOTHING) {
    this.cell = cell;
    this.#done = new Intervals(done);
    this.#taken = new Intervals(done);
    this.#counts = counts;
    this.#jobStarts = jobStarts;
  }

  get complete(): boolean {
    return this.#done.size === this.cell.starts;
  }

  /** Starts that were counted. */
  get done(): number {
    return this.#done.size;
  }

  get total(): number {
    return this.cell.starts;
  }

  get counts(): Counts {
    return this.#counts;
  }

  /** The next range that nobody works on; none while it is not known how long a start takes. */
  next(): CensusUnit | undefined {
    const { task, training, widths, starts: total } = this.cell;
    const gap = this.#taken.gap(0, total);
    if (gap === undefined || (this.#jobStarts === null && gap[0] > 0)) return undefined;
    const [first, gapEnd] = gap;
    const starts = Math.min(first === 0 ? FIRST_STARTS : (this.#jobStarts ?? FIRST_STARTS), gapEnd - first);
    this.#taken.add(first, first + starts);
    return { kind: 'census', task, training, widths, first, starts };
  }

  /** Adds the result of a range, unless some of it was counted before. */
  merge({ first, starts }: CensusUnit, { value, elapsed_ms }: Outcome): boolean {
    if (!this.#done.add(first, first + starts)) return false;
    this.#taken.add(first, first + starts);
    this.#counts = added(this.#counts, value as Counts);
    this.#jobStarts ??= jobStarts(starts, elapsed_ms);
    return true;
  }

  state(): CensusState {
    return { counts: this.#counts, done: this.#done.intervals, jobStarts: this.#jobStarts };
  }
}

/** A multiple of 256 starts that take {@link JOB_MS} or a little less where so many took so long. */
function jobStarts(starts: number, elapsed_ms: number): number {
  const fitting = (JOB_MS / Math.max(elapsed_ms, 1)) * starts;
  return Math.min(Math.max(Math.floor(fitting / 256), 1) * 256, MAX_JOB_STARTS);
}

function added(left: Counts, right: Counts): Counts {
  const lengths = new Set([...Object.keys(left.disproved), ...Object.keys(right.disproved)].map(Number));
  const disproved = [...lengths]
    .sort((a, b) => a - b)
    .map((steps) => [steps, (left.disproved[steps] ?? 0) + (right.disproved[steps] ?? 0)]);
  return {
    learned: left.learned + right.learned,
    proven: left.proven + right.proven,
    notQuantizable: left.notQuantizable + right.notQuantizable,
    undecided: left.undecided + right.undecided,
    disproved: Object.fromEntries(disproved),
    pursued: {
      networks: left.pursued.networks + right.pursued.networks,
      rounded: left.pursued.rounded + right.pursued.rounded,
      tuned: left.pursued.tuned + right.pursued.tuned,
    },
  };
}
