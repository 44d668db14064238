export { type Automaton, type AutomatonClass, automatonDot, minimalAutomaton } from './automaton.ts';
export {
  type Certificate,
  canonicalJson,
  certificate,
  certificateText,
  fixedDigest,
  sha256,
} from './certificate.ts';
export { CertificateError, type Checked, checkCertificate } from './check.ts';
export { explorePairs, PairTable } from './pair-table.ts';
export {
  type Counterexample,
  type Disproved,
  type Proof,
  type Proven,
  prove,
  type ReachableSet,
  type Undecided,
} from './prove.ts';
export { type Pairs, type Recoveries, reachableStates, recoveries, type Settling } from './recoveries.ts';
export { RECOVERY_LIMIT, type Recovery, recovery } from './recovery.ts';
export { sampledRecoveries } from './sampled-recoveries.ts';
export { type Flow, sampledFlow, type ZeroFlow, zeroFlow } from './zero-flow.ts';
export { STATE_LIMIT } from './zero-images.ts';
