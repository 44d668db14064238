/** Pins of the stand-alone adder, the task's inputs and outputs in order: docs/spec.md section 9. */
export const STAND_ALONE_PINS = {
  inputs: ['2', '3', '6', '7'],
  clk: '4',
  reset: '5',
  outputs: ['13', '12', '11', '10'],
} as const;
