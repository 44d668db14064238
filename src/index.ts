/** The library: the same steps that the commands run, in the order in which the data goes through them. */
export { type Census, census, NO_STARTS } from './census.ts';
export { checkNetwork } from './check-network.ts';
export * from './entries/everywhere.ts';
export { type Imported, importNetwork, UnprovenImportError } from './import-network.ts';
export type { Pursuit } from './judge.ts';
export {
  certificateDigest,
  certificatePath,
  floatOf,
  LockedError,
  type NetworkDocument,
  NetworkFileError,
  networkDocument,
  networkText,
  type Origin,
  optionsOf,
  readCertificate,
  readNetwork,
  taskOf,
  verifyProof,
  writeNetwork,
} from './network/index.ts';
export { automatonMachine } from './proof/index.ts';
export { ReproduceError, type ReproduceHooks, reproduce } from './reproduce.ts';
export {
  Adder,
  type Answer,
  answers,
  type BoardEngineOptions,
  type Clocked,
  type Engine,
  EngineStepper,
  FIRST,
  firmataIo,
  GpioAdder,
  type GpioEngineOptions,
  type GpioOptions,
  type GpioPins,
  type Io,
  isRight,
  NodeEngine,
  type Notice,
  numbersFromLines,
  openBoardEngine,
  openGpioEngine,
  PackedAutomaton,
  PackedEngine,
  PinError,
  packSteps,
  parseNumber,
  parsePins,
  type Question,
  randomNumbers,
  runGpio,
  SourceError,
  stepsFromLines,
  unpackSteps,
  wordsFromLines,
} from './runtime/index.ts';
export { type Shrunk, shrink } from './shrink.ts';
export { wideRecoveries } from './wide-recoveries.ts';
