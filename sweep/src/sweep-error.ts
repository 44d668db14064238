/** The reasons why a sweep cannot continue; the command has an exit code for each. */
export type SweepProblem =
  /** The sweep file, or a machine that it names, is invalid. */
  | 'file'
  /** Redis cannot be reached. */
  | 'unreachable'
  /** Redis wants another password or user. */
  | 'password'
  /** Redis might drop jobs. */
  | 'evicting'
  /** Redis does not take jobs: it is full, read-only, or too old. */
  | 'refused'
  /** The disk is full. */
  | 'disk'
  /** A job failed too often. */
  | 'job'
  /** Another process works on the same files. */
  | 'busy';

/** A sweep that cannot start or continue; the message is one sentence for people. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
  readonly problem: SweepProblem;

  constructor(problem: SweepProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
