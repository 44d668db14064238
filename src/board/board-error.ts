/** What can go wrong with a board. */
export type BoardProblem =
  /** There is none, or its port cannot be opened. */
  | 'absent'
  /** Something else than carrybit's firmware answers, or nothing does. */
  | 'foreign'
  /** Its firmware speaks another version of the messages. */
  | 'version'
  /** Its port was closed or pulled out. */
  | 'lost'
  /** It answered before, but does no more. */
  | 'silent'
  /** It was reset while it was needed. */
  | 'reset'
  /** It refused a message: see `code`. */
  | 'refused'
  /** It answered something that cannot be right. */
  | 'wrong';

/** A board did not do what it was asked for; the message says which, what happened and what to do. */
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

/** Codes of docs/spec.md section 7.6. */
export const REFUSAL = {
  damaged: 1,
  noNetwork: 5,
  notStarted: 6,
  outOfOrder: 7,
  numberUsed: 8,
  busy: 10,
  notBegun: 11,
} as const;

const MEANINGS: readonly string[] = [
  '',
  'the message was damaged',
  'it knows no such message',
  'a message of this length',
  'a field out of range',
  'it has no network: flash one',
  'the stream is not started',
  'the message is out of order',
  'the number was used for another message',
  'more steps than fit an answer',
  'it is busy writing its EEPROM',
  'no update is begun; was it reset?',
  'the candidate is not checked',
  'an EEPROM cell does not keep what is written to it',
  'the image arrived with another CRC',
  'the image: format, name or length',
  'the image: a size or number format out of range',
  'the image: a constant outside its bits',
  'the image breaks the row rule',
  'it cannot have this baud rate',
  'its receive ring was full',
];

/** A refusal as an error. */
export function refusal(doing: string, code: number, detail: number): BoardError {
  const meaning = MEANINGS[code] ?? 'for a reason this carrybit does not know';
  return new BoardError(
    'refused',
    `the board refused ${doing}: ${meaning} (error ${code}, detail ${detail})`,
    code,
    detail,
  );
}
