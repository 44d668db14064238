import { MAX_ACCUMULATOR } from './fixed-network.ts';

/** @deprecated The name of {@link MAX_ACCUMULATOR} in 0.1; it will be removed after 0.2. */
export const ACCUMULATOR_LIMIT = MAX_ACCUMULATOR;
