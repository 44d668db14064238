import {
  GpioCell,
  isCorrect,
  RESET_BIT,
  type StreamInput,
  type StreamResult,
  streamResults,
} from './runtime/index.ts';
import { verifyNetwork } from './verify-network.ts';

/** @deprecated The name of {@link verifyNetwork} in 0.1; it will be removed after 0.2. */
export const checkNetwork = verifyNetwork;
/** @deprecated The name of {@link streamResults} in 0.1; it will be removed after 0.2. */
export const answers = streamResults;
/** @deprecated The name of {@link isCorrect} in 0.1; it will be removed after 0.2. */
export const isRight = isCorrect;
/** @deprecated The name of {@link RESET_BIT} in 0.1; it will be removed after 0.2. */
export const FIRST = RESET_BIT;
/** @deprecated The name of {@link StreamResult} in 0.1; it will be removed after 0.2. */
export type Answer = StreamResult;
/** @deprecated The name of {@link StreamInput} in 0.1; it will be removed after 0.2. */
export type Question = StreamInput;
/** @deprecated The name of {@link GpioCell} in 0.1; it will be removed after 0.2. */
export const GpioAdder = GpioCell;
/** @deprecated The name of {@link GpioCell} in 0.1; it will be removed after 0.2. */
export type GpioAdder = GpioCell;
