export {
  type Automaton,
  type AutomatonClass,
  type AutomatonEdge,
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
export { type Checked, checkCertificate } from './check.ts';
export { CertificateError } from './check-parts.ts';
export { type NetworkGraph, networkGraph } from './network-graph.ts';
export { explorePairs, PairTable } from './pair-table.ts';
export { type PropertyProof, proveProperty } from './property.ts';
export {
  type Counterexample,
  type Disproved,
  MAX_PAIRS,
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
export { type Flow, sampledFlow, type ZeroFlow, zeroFlow } from './zero-flow.ts';
export { STATE_LIMIT } from './zero-images.ts';
