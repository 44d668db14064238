/** Maximum of columns of the loss curve. */
export const COLUMNS = 240;

/**
 * The losses of a start's updates as a curve of few columns, each the mean of the updates that fall into it:
 * bounded memory, however many updates a start makes.
 */
export class LossCurve {
  /** Updates so far. */
  length = 0;
  /** Of the latest update. */
  last: number | undefined;
  readonly #updates: number;
  readonly #columns: number;
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  /** @param updates that the start makes in all */
  constructor(updates: number) {
    this.#updates = updates;
    this.#columns = Math.min(COLUMNS, updates);
    this.#sums = new Float64Array(this.#columns);
    this.#counts = new Uint32Array(this.#columns);
  }

  push(loss: number): void {
    this.length += 1;
    this.last = loss;
    const column = this.#filled - 1;
    this.#sums[column] = (this.#sums[column] as number) + loss;
    this.#counts[column] = (this.#counts[column] as number) + 1;
  }

  /** The mean of each column that has begun. */
  get means(): Float32Array {
    return Float32Array.from(
      this.#sums.subarray(0, this.#filled),
      (sum, column) => sum / (this.#counts[column] as number),
    );
  }

  /** Columns that have begun. */
  get #filled(): number {
    return Math.ceil((this.length * this.#columns) / this.#updates);
  }
}
