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
export {
  type Counterexample,
  type Disproved,
  type Proof,
  type Proven,
  prove,
  type ReachableSet,
  type Undecided,
} from './prove.ts';
export { RECOVERY_LIMIT, type Recovery, recovery } from './recovery.ts';
