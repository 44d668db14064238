/** A change of a line of the adder during a step. */
export interface Edge {
  /** `clk`, or the name of an input or output of the task. */
  readonly line: string;
  readonly level: 0 | 1;
  /** When, as a share of the step's time: 0 to 1. */
  readonly at: number;
}

/** What one step came to. */
export interface Taken {
  /** Packed output bits. */
  readonly outputs: number;
  readonly edges: readonly Edge[];
  /** CPU cycles from CLK to the last output that changed, where they are measured. */
  readonly delay: number | null;
}

/** What takes the steps that the page shows: one at a time, with its state in view and within reach. */
export interface LiveEngine {
  /** The state now, (hidden). */
  readonly state: readonly number[];
  /** LEDs of its board; undefined where there is no board. */
  readonly leds: { readonly l: boolean; readonly traffic: number } | undefined;
  /** A new number begins. */
  reset(): Promise<void>;
  /** @param inputs packed input bits */
  step(inputs: number): Promise<Taken>;
  /** Flips a bit of a hidden state where the engine keeps it. */
  flip(unit: number, bit: number): Promise<void>;
  close(): Promise<void>;
}

/** Share of a step's time at which CLK rises and falls where nothing measures it: inputs are set up first. */
export const CLOCK_RISES = 0.25;
export const CLOCK_FALLS = 0.75;

/** A state with one of its bits flipped, in two's complement of `bits` bits. */
export function flipBit(value: number, bit: number, bits: number): number {
  return ((value ^ (1 << bit)) << (32 - bits)) >> (32 - bits);
}
