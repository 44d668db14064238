export {
  type Automaton,
  type AutomatonEdge,
  type AutomatonState,
  automatonDot,
  automatonMachine,
  minimalAutomaton,
  requireAutomaton,
} from './automaton.ts';
export {
  type Certificate,
  type CertificateV1,
  certificate,
  certificateText,
  certificateV1,
  compact,
  fixedDigest,
  type Pair,
} from './certificate.ts';
export { CertificateError } from './certificate-parts.ts';
export { type AutomatonClass, type Checked, checkCertificate } from './deprecated.ts';
export type { MonitorInput } from './monitor.ts';
export { type NetworkGraph, networkGraph } from './network-graph.ts';
export { explorePairs, PairTable } from './pair-table.ts';
export { type PropertyProof, proveProperty } from './property.ts';
export {
  type Counterexample,
  type Disproved,
  type Proof,
  type Proven,
  prove,
  type Undecided,
} from './prove.ts';
export {
  type Pairs,
  pairsOfProof,
  type Recoveries,
  reachableStates,
  recoveries,
  type Settling,
} from './recoveries.ts';
export { type Recovery, recovery, type Settled, summarized } from './recovery.ts';
export { sampledRecoveries } from './sampled-recoveries.ts';
export { type Verified, verifyCertificate } from './verify-certificate.ts';
export { type Flow, sampledFlow, type ZeroFlow, zeroFlow } from './zero-flow.ts';
export { MAX_NETWORK_STATES } from './zero-images.ts';
