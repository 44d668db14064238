import { UNO } from './numbers.ts';

/** Pins of a stand-alone adder, for the task's inputs and outputs in order: docs/spec.md section 9. */
export interface StandAlonePins {
  readonly inputs: readonly string[];
  readonly clk: string;
  readonly reset: string;
  readonly outputs: readonly string[];
}

/** Those that it has unless others are chosen. */
export const STAND_ALONE_PINS: StandAlonePins = UNO.pins;

/**
 * The clock of an adder. Buttons bounce, and each press is one step; an electronic clock does not bounce, and is fast.
 */
export const CLOCKS = ['button', 'electronic'] as const;

/** The wiring of the adder's inputs, CLK and RESET; the board stores it with the network. */
export interface Wiring {
  readonly clock: (typeof CLOCKS)[number];
  /** Whether these pins have pull-ups and are active low: buttons to ground. */
  readonly pullUp: boolean;
  /** Its pins, if they are not the first of {@link STAND_ALONE_PINS}: inputs, CLK and RESET of 2–7, outputs of 8–13. */
  readonly pins?: StandAlonePins | undefined;
}

/** The wiring that an image of carrybit 0.1.0 stands for. */
export const DEFAULT_WIRING: Wiring = { clock: 'button', pullUp: false };
