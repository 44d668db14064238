export { type Apart, whereApart } from './apart.ts';
export { checkFixed, checkWidths, FIXED_LIMITS, FixedNetworkError } from './check-fixed.ts';
export { ACCUMULATOR_LIMIT } from './deprecated.ts';
export { FixedCell } from './fixed-cell.ts';
export {
  accumulatorScale,
  constantBits,
  constantCount,
  type FixedNetwork,
  largestAccumulator,
  MAX_ACCUMULATOR,
  type Sized,
  WIDTH_LIMITS,
  type Widths,
} from './fixed-network.ts';
export { BYTE_WIDTHS, QuantizeError, quantize, type Scales } from './quantize.ts';
export { quantizeRounded, ROUNDINGS, type Rounding } from './rounding.ts';
