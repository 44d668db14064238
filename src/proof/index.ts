export {
  type Automaton,
  type AutomatonClass,
  type AutomatonEdge,
  automatonDot,
  minimalAutomaton,
} from './automaton.ts';
export {
  type Certificate,
  type CertificateV1,
  certificate,
  certificateText,
  certificateV1,
  compact,
  fixedDigest,
} from './certificate.ts';
export { type Checked, checkCertificate } from './check.ts';
export { CertificateError } from './check-parts.ts';
export { type NetworkGraph, networkGraph } from './network-graph.ts';
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
export { MAX_RECOVERY_STATES, type Recovery, recovery } from './recovery.ts';
