/** The library: the same steps that the commands run, in the order in which the data goes through them. */
export { type Census, census, NO_STARTS } from './census.ts';
export { type Answer, answers, checkNetwork, FIRST, isRight, type Question } from './deprecated.ts';
export * from './entries/everywhere.ts';
export {
  DEFAULT_IMITATION,
  type Imitation,
  type ImitationHooks,
  type ImitationOptions,
  imitate,
  recordingsDigest,
  reimitate,
  type Share,
} from './imitate.ts';
export { type Imported, importNetwork, UnprovenImportError } from './import-network.ts';
export type { Pursuit } from './judge.ts';
export {
  type ConstructedMachine,
  construct,
  DEFAULT_LEARNING,
  type HardStep,
  type LearnBits,
  type LearnedMachine,
  type LearnHooks,
  type LearnOptions,
  learn,
  type MachineResult,
  type MachineVerdict,
  proveOnMachine,
  relearn,
  type UnlearnedMachine,
} from './learn.ts';
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
  type BoardEngineOptions,
  type Clocked,
  type Engine,
  EngineStepper,
  firmataIo,
  GpioAdder,
  type GpioEngineOptions,
  type GpioOptions,
  type GpioPins,
  type Io,
  isCorrect,
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
  RESET_BIT,
  randomNumbers,
  runGpio,
  SourceError,
  type StreamInput,
  type StreamResult,
  stepsFromLines,
  streamResults,
  unpackSteps,
  wordsFromLines,
} from './runtime/index.ts';
export { type Shrunk, shrink } from './shrink.ts';
export {
  SMALLEST_LIMITS,
  type Smallest,
  type SmallestLimits,
  type Space,
  smallest,
  type Tables,
} from './smallest.ts';
export { verifyNetwork } from './verify-network.ts';
export { wideRecoveries } from './wide-recoveries.ts';
