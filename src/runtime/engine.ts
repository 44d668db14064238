/**
 * Anything that steps a proven network: the cell on this host, a board over its link, GPIO pins. Engines differ only
 * in their pace.
 */
export interface Engine {
  /** For people: `Node cell`, `Uno on /dev/ttyACM0`. */
  readonly name: string;
  /**
   * Takes steps one after the other. May be called again before earlier calls are answered; the answers come in
   * order. Await the answer before asking for much more: that is how a slow engine slows its producer.
   *
   * @param inputs the packed input bits of each step, one step a byte
   * @param reset whether a new number begins before the first step
   * @returns the packed output bits of each step, one step a byte
   * @throws Error when the engine is gone for good; what was not answered then did not count
   */
  step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array>;
  /** Frees what it holds. Calls under way are refused. */
  close(): Promise<void>;
}
