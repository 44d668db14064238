export { FixedCell } from './fixed-cell.ts';
export {
  ACCUMULATOR_LIMIT,
  accumulatorScale,
  constantBits,
  type FixedNetwork,
  largestAccumulator,
  type Widths,
} from './fixed-network.ts';
export { BYTE_WIDTHS, QuantizeError, quantize, type Scales } from './quantize.ts';
