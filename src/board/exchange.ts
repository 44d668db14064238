import { encodeMessage, type Message } from './message.ts';

/** How often a request is sent without any reply, and for how long in ms, before the board counts as silent. */
const MAX_TRIES = 6;
export const SILENT_MS = 4000;
/** The same if damaged replies arrive; with one byte in thirty wrong, a long reply takes ten tries. */
const NOISY_MS = 15_000;
/** Ms and transmissions after which a request is given up even if others get replies. */
const STUCK_MS = 60_000;
const STUCK_TRIES = 50;

/** A request to the board and its progress. */
export interface Exchange extends Message {
  readonly doing: string;
  readonly bytes: Uint8Array;
  /** Ms that the board may need, in addition to the time on the line. */
  readonly patience: number;
  readonly resolve: (payload: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  /** Moment of the first and of the last transmission, in ms; 0 before. */
  firstSent: number;
  sent: number;
  /** Counts transmissions on the link, that is, the order in which the board gets them. */
  order: number;
  /** Transmissions since the last bytes from the board, and in all. */
  tries: number;
  transmissions: number;
  /** How often the board has booted since then. */
  boots: number;
  deadline: number;
  /** Known to be lost: sent again at its deadline, whatever arrives. */
  lost: boolean;
}

/** A request that has not been sent. */
export function newExchange(
  message: Message,
  doing: string,
  patience: number,
  resolve: Exchange['resolve'],
  reject: Exchange['reject'],
): Exchange {
  return {
    ...message,
    doing,
    bytes: encodeMessage(message),
    patience,
    resolve,
    reject,
    firstSent: 0,
    sent: 0,
    order: 0,
    tries: 0,
    transmissions: 0,
    boots: 0,
    deadline: 0,
    lost: false,
  };
}

/**
 * Whether the board counts as silent.
 *
 * @param answered when the latest whole message arrived, in ms
 * @param noticed when the latest damaged message arrived, in ms
 */
export function isSilent(
  { firstSent, tries, transmissions, patience }: Exchange,
  now: number,
  answered: number,
  noticed: number,
): boolean {
  if (transmissions >= STUCK_TRIES && now - firstSent >= STUCK_MS) return true;
  const since = Math.max(firstSent, answered);
  const limit = noticed > since ? NOISY_MS : SILENT_MS;
  return tries >= MAX_TRIES && now - since >= limit + patience;
}
