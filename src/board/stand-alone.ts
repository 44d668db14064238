import { UNO } from './numbers.ts';

/** Pins of the stand-alone adder, the task's inputs and outputs in order: docs/spec.md section 9. */
export const STAND_ALONE_PINS = UNO.pins;

/** What clocks an adder: buttons bounce, and each press of one is a step; an electronic clock does not, and is fast. */
export const CLOCKS = ['button', 'electronic'] as const;

/** What is at the adder's inputs, CLK and RESET; the board keeps it with the network. */
export interface Wiring {
  readonly clock: (typeof CLOCKS)[number];
  /** Whether these pins have pull-ups and are active low: buttons to ground. */
  readonly pullUp: boolean;
}

/** What an image of carrybit 0.1.0 means. */
export const DEFAULT_WIRING: Wiring = { clock: 'button', pullUp: false };
