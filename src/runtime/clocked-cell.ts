import { FixedCell, type FixedNetwork } from '../fixed/index.ts';

/** Levels of all pins at one moment. */
export interface Levels {
  /** Packed. */
  readonly inputs: number;
  readonly clk: number;
  readonly reset: number;
}

/** What a change of levels led to; outputs are packed. */
export type Clocked =
  | { readonly kind: 'step'; readonly inputs: number; readonly outputs: number }
  | { readonly kind: 'reset' };

/**
 * The cell as a clocked circuit: a rising edge of CLK takes the inputs and steps once; while RESET is high the state is
 * the initial one and edges do nothing. What a stand-alone board does: docs/spec.md section 9.
 */
export class ClockedCell {
  readonly #cell: FixedCell;
  #clk: number | undefined;
  #fresh = true;
  #waiting: boolean;

  /** @param waiting does nothing until RESET has been high: there may have been edges that nobody saw */
  constructor(network: FixedNetwork, waiting: boolean) {
    this.#cell = new FixedCell(network);
    this.#waiting = waiting;
  }

  take({ inputs, clk, reset }: Levels): Clocked | undefined {
    const rising = this.#clk === 0 && clk === 1;
    this.#clk = clk;
    if (reset === 1) {
      this.#cell.reset();
      const isUnchanged = this.#fresh && !this.#waiting;
      this.#fresh = true;
      this.#waiting = false;
      return isUnchanged ? undefined : { kind: 'reset' };
    }
    if (!rising || this.#waiting) return undefined;
    this.#fresh = false;
    return { kind: 'step', inputs, outputs: this.#cell.step(inputs) };
  }
}
