import { REFUSAL_TEXTS } from './numbers.ts';

/** What can go wrong with a board. */
export type BoardProblem =
  /** There is no board, or its port cannot be opened. */
  | 'absent'
  /** Something other than carrybit's firmware replies, or nothing does. */
  | 'foreign'
  /** Its firmware speaks another version of the messages. */
  | 'version'
  /** Its port was closed or pulled out. */
  | 'lost'
  /** It replied before, but no longer does. */
  | 'silent'
  /** It was reset while it was needed. */
  | 'reset'
  /** It refused a message: see `code`. */
  | 'refused'
  /** It sent a reply that cannot be right. */
  | 'wrong';

/** A board did not do what was asked; the message says which board, what happened and what to do. */
export class BoardError extends Error {
  override readonly name = 'BoardError';
  readonly problem: BoardProblem;
  /** Code and detail of docs/spec.md section 7.6, if the board refused. */
  readonly code: number | undefined;
  readonly detail: number | undefined;

  constructor(problem: BoardProblem, message: string, code?: number, detail?: number) {
    super(message);
    this.problem = problem;
    this.code = code;
    this.detail = detail;
  }
}

/** A refusal as an error. */
export function refusal(doing: string, code: number, detail: number): BoardError {
  const meaning = REFUSAL_TEXTS[code] ?? 'for a reason this carrybit does not know';
  return new BoardError(
    'refused',
    `the board refused ${doing}: ${meaning} (error ${code}, detail ${detail})`,
    code,
    detail,
  );
}
