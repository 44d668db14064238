/** The library: the same steps that the commands run, in the order in which the data goes through them. */
export { type Census, census, NO_STARTS } from './census.ts';
export { checkNetwork } from './check-network.ts';
export * from './fixed/index.ts';

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
export { Judge, type Judged, MAX_ROUNDS } from './judge.ts';
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
export * from './machine/index.ts';

export * from './network/index.ts';
export * from './proof/index.ts';
export { ReproduceError, type ReproduceHooks, reproduce } from './reproduce.ts';
export * from './runtime/index.ts';
export { type Shrunk, shrink } from './shrink.ts';
export {
  SMALLEST_LIMITS,
  type Smallest,
  type SmallestLimits,
  type Space,
  smallest,
  type Tables,
} from './smallest.ts';
export * from './tasks/index.ts';
export { countDropped, type Dropped, type Training, train } from './train.ts';
export * from './training/index.ts';
export { type Unseen, unseen } from './unseen.ts';
export { wideRecoveries } from './wide-recoveries.ts';
