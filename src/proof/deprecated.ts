import type { AutomatonState } from './automaton.ts';
import { type Verified, verifyCertificate } from './verify-certificate.ts';

/** @deprecated The name of {@link verifyCertificate} in 0.1; it will be removed after 0.2. */
export const checkCertificate = verifyCertificate;
/** @deprecated The name of {@link Verified} in 0.1; it will be removed after 0.2. */
export type Checked = Verified;
/** @deprecated The name of {@link AutomatonState} in 0.1; it will be removed after 0.2. */
export type AutomatonClass = AutomatonState;
