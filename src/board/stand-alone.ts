import { UNO } from './numbers.ts';

/** Pins of the stand-alone adder, for the task's inputs and outputs in order: docs/spec.md section 9. */
export const STAND_ALONE_PINS = UNO.pins;

/**
 * The clock of an adder. Buttons bounce, and each press is one step; an electronic clock does not bounce, and is fast.
 */
export const CLOCKS = ['button', 'electronic'] as const;

/** The wiring of the adder's inputs, CLK and RESET; the board stores it with the network. */
export interface Wiring {
  readonly clock: (typeof CLOCKS)[number];
  /** Whether these pins have pull-ups and are active low: buttons to ground. */
  readonly pullUp: boolean;
}

/** The wiring that an image of carrybit 0.1.0 stands for. */
export const DEFAULT_WIRING: Wiring = { clock: 'button', pullUp: false };
