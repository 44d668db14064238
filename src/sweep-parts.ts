/**
 * The parts of carrybit that the package carrybit-sweep uses, apart from the library. They are for that package only
 * and change with every version; both packages always have the same version.
 */
export { parseJson, valueDigest } from './machine/index.ts';
export { LockedError, locked, writeWhole } from './network/index.ts';
export { parseTask } from './tasks/index.ts';
export { completeTraining } from './training/index.ts';
