/** Bounds of the timeout, in ms. */
const FIRST_TIMEOUT_MS = 200;
const MIN_TIMEOUT_MS = 30;
const MAX_TIMEOUT_MS = 1000;
/** Maximum reply time that is taken into account, in ms. */
const SLOWEST = 8000;

/** When to send again: the timeout of RFC 6298, from measured reply times. */
export class Retransmission {
  #mean: number | undefined;
  #deviation = 0;

  /** Whether reply times are known. */
  get known(): boolean {
    return this.#mean !== undefined;
  }

  /** Adds a reply time in ms. Requests that were sent twice do not count, because the reply may be to either. */
  sample(time: number): void {
    if (this.#mean === undefined) {
      this.#mean = time;
      this.#deviation = time / 2;
      return;
    }
    this.#deviation += (Math.abs(time - this.#mean) - this.#deviation) / 4;
    this.#mean += (time - this.#mean) / 8;
  }

  /** Ms to wait for a reply after the request was sent `times` times without one. */
  timeout(times: number): number {
    const once =
      this.#mean === undefined
        ? FIRST_TIMEOUT_MS
        : Math.max(MIN_TIMEOUT_MS, this.#mean + 4 * this.#deviation);
    // On a line slower than MAX_TIMEOUT_MS, the time of one reply is enough.
    return Math.max(Math.min(once, SLOWEST), Math.min(MAX_TIMEOUT_MS, once * 2 ** times));
  }
}
