/** Sweeps: what `carrybit sweep` and `carrybit worker` run. */
export type { Snapshot } from './progress.ts';
export { progressLines } from './progress-lines.ts';
export { runSweep, type SweepOptions, type SweepResult } from './run-sweep.ts';
export { SweepError, type SweepProblem } from './sweep-error.ts';
export { parseSweep, type SweepFile } from './sweep-file.ts';
export { type WorkOptions, work } from './worker.ts';
