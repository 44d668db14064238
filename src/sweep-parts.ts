/**
 * What the package carrybit-sweep is made of besides the library. Nobody else's: it changes with every version, and both
 * packages are of the same one.
 */
export { parseJson, valueDigest } from './machine/index.ts';
export { LockedError, locked, writeWhole } from './network/index.ts';
export { parseTask } from './tasks/index.ts';
export { completeTraining } from './training/index.ts';
