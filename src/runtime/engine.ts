import type { Words } from '../machine/index.ts';

/**
 * Anything that steps a proven network: the cell on this computer, a board over its link, GPIO pins. Engines differ
 * only in their speed.
 */
export interface Engine {
  /** A name for people: `Node cell`, `Uno on /dev/ttyACM0`. */
  readonly name: string;
  /**
   * Takes steps one after the other. May be called again before earlier calls have returned; results come in order.
   * Await the result before asking for much more: that is how a slow engine slows its producer.
   *
   * @param inputs the packed input bits of each step
   * @param reset whether a new number begins before the first step
   * @returns the packed output bits of each step
   * @throws Error when the engine is lost for good; steps without a result then did not count
   */
  step(inputs: Words, reset: boolean): Promise<Words>;
  /** Frees what it holds. Running calls are rejected. */
  close(): Promise<void>;
}
