export { Adder, RESET_BIT } from './adder.ts';
export { stepsFromLines } from './bit-lines.ts';
export { packSteps, unpackSteps } from './bit-planes.ts';
export { openBoardEngine } from './board-engine.ts';
export type { BoardEngineOptions } from './board-sessions.ts';
export type { Clocked } from './clocked-cell.ts';
export { Comparison, type NeverComes, neverComes, neverText, type Verdict } from './comparison.ts';
export type { SourceOptions } from './data-lines.ts';
export type { Engine } from './engine.ts';
export { EngineStepper } from './engine-stepper.ts';
export { firmataIo, GpioCell, type GpioOptions, readyIo } from './gpio.ts';
export { type GpioEngineOptions, openGpioEngine } from './gpio-engine.ts';
export { type GpioPins, PinError, type PinRoles, parsePins, pinRoles, resolvePins } from './gpio-pins.ts';
export { type GpioRun, runGpio } from './gpio-run.ts';
export type { Io } from './io.ts';
export { NodeEngine } from './node-engine.ts';
export { numbersFromLines, numbersFromWords } from './number-lines.ts';
export type { Base, BitOrder, Notation } from './number-text.ts';
export { abridged, parseNumber } from './numbers.ts';
export { PackedAutomaton } from './packed-automaton.ts';
export { PackedEngine } from './packed-engine.ts';
export type { Notice } from './resuming-engine.ts';
export { SourceError } from './source-error.ts';
export { randomInputs, randomNumbers } from './sources.ts';
export {
  comparisonOf,
  expectedReading,
  isCorrect,
  readingOf,
  resultByStep,
  type StreamInput,
  type StreamResult,
  streamResults,
} from './stream-results.ts';
export { randomWalks, wordsFromLines } from './word-sources.ts';
