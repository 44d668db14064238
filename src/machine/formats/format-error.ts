/** A text that is not a machine in its format; the message names the line, the value and what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  /** Counted from 1; undefined if the error is in no single line. */
  readonly line: number | undefined;
  /** The message without its line. */
  readonly problem: string;

  constructor(line: number | undefined, problem: string) {
    super(line === undefined ? problem : `line ${line}: ${problem}`);
    this.line = line;
    this.problem = problem;
  }
}

/** A value in a message, shortened if it is long. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}…` : text);
}
