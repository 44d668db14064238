import type { TrainedStart } from '#native';

/** @deprecated The name of {@link TrainedStart} in 0.1; it will be removed after 0.2. */
export type Attempt = TrainedStart;
