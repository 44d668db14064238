import type { StandAlonePins } from '../board/stand-alone.ts';
import type { Stepper } from '../machine/index.ts';
import type { Edge, EngineOffer } from './frame.ts';

/** What the page shows of a step besides its outputs. */
export interface Taken {
  readonly edges: readonly Edge[];
  /** CPU cycles from CLK to the last output that changed, if they are measured. */
  readonly delay: number | null;
}

/** Takes the steps that the page shows: one at a time, with a state that can be seen and changed. */
export interface LiveEngine extends Stepper<Promise<number>> {
  /** The state now, (hidden). */
  readonly state: readonly number[];
  /** LEDs of its board; undefined without a board. */
  readonly leds: { readonly l: boolean; readonly traffic: number } | undefined;
  /** Pins of its board, if others were chosen than the usual ones. */
  readonly pins?: StandAlonePins | undefined;
  /** Whether its buttons bounce; undefined without buttons. */
  bounces?: boolean;
  /** The history of its pins as a Value Change Dump; undefined if no pins are watched. */
  readonly trace?: string;
  /** The latest step. */
  readonly taken: Taken;
  /** Flips a bit of a hidden state in the engine's own memory. */
  flip(unit: number, bit: number): Promise<void>;
  close(): Promise<void>;
}

/** An engine that can be chosen. */
export interface EngineChoice extends EngineOffer {
  /** @throws Error that says why it cannot be opened */
  open(): Promise<LiveEngine>;
}

/** Before the first step. */
export const NO_STEP: Taken = { edges: [], delay: null };

/** Share of a step's time at which CLK rises and falls, if nothing measures it: inputs are set first. */
export const CLOCK_RISES = 0.25;
export const CLOCK_FALLS = 0.75;

/** A state with one of its bits flipped, in two's complement of `bits` bits. */
export function flipBit(value: number, bit: number, bits: number): number {
  return ((value ^ (1 << bit)) << (32 - bits)) >> (32 - bits);
}
