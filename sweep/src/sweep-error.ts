/** What keeps a sweep from going on; the command has an exit code for each. */
export type SweepProblem =
  /** The sweep file, or a machine it names, is not what it should be. */
  | 'file'
  /** No Redis answers. */
  | 'unreachable'
  /** Redis wants another password or user. */
  | 'password'
  /** Redis might drop jobs. */
  | 'evicting'
  /** Redis does not take jobs: it is full, read-only, or too old. */
  | 'refused'
  /** The disk is full. */
  | 'disk'
  /** A job failed as often as it may. */
  | 'job'
  /** Another process works on the same files. */
  | 'busy';

/** A sweep that cannot start or go on; the message is one sentence for people. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
  readonly problem: SweepProblem;

  constructor(problem: SweepProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
