import type { Edge, EngineOffer } from './frame.ts';

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
  /** Whether its buttons bounce; undefined where there are none. */
  bounces?: boolean;
  /** What its pins did so far, as a Value Change Dump; undefined where no pins are watched. */
  readonly trace?: string;
  /** A new number begins. */
  reset(): Promise<void>;
  /** @param inputs packed input bits */
  step(inputs: number): Promise<Taken>;
  /** Flips a bit of a hidden state where the engine keeps it. */
  flip(unit: number, bit: number): Promise<void>;
  close(): Promise<void>;
}

/** An engine that can be chosen. */
export interface EngineChoice extends EngineOffer {
  /** @throws Error that says why it cannot be had */
  open(): Promise<LiveEngine>;
}

/** Share of a step's time at which CLK rises and falls where nothing measures it: inputs are set up first. */
export const CLOCK_RISES = 0.25;
export const CLOCK_FALLS = 0.75;

/** A state with one of its bits flipped, in two's complement of `bits` bits. */
export function flipBit(value: number, bit: number, bits: number): number {
  return ((value ^ (1 << bit)) << (32 - bits)) >> (32 - bits);
}
