/** Bounds of the time-out, in ms. */
const FIRST_TIMEOUT_MS = 200;
const MIN_TIMEOUT_MS = 30;
const MAX_TIMEOUT_MS = 1000;
/** The longest answer time that is believed, in ms. */
const SLOWEST = 8000;

/** When to ask again: the time-out of RFC 6298, from the times that answers took. */
export class Retransmission {
  #mean: number | undefined;
  #deviation = 0;

  /** Whether it is known how long answers take. */
  get known(): boolean {
    return this.#mean !== undefined;
  }

  /** Takes the time in ms that an answer took; not of questions asked twice, whose answer may be to either. */
  sample(time: number): void {
    if (this.#mean === undefined) {
      this.#mean = time;
      this.#deviation = time / 2;
      return;
    }
    this.#deviation += (Math.abs(time - this.#mean) - this.#deviation) / 4;
    this.#mean += (time - this.#mean) / 8;
  }

  /** Ms to wait for an answer that was asked for `times` times before in silence. */
  timeout(times: number): number {
    const once =
      this.#mean === undefined
        ? FIRST_TIMEOUT_MS
        : Math.max(MIN_TIMEOUT_MS, this.#mean + 4 * this.#deviation);
    // On a line slower than MAX_TIMEOUT_MS, once is what it takes.
    return Math.max(Math.min(once, SLOWEST), Math.min(MAX_TIMEOUT_MS, once * 2 ** times));
  }
}
