/** Ms before the first try to reconnect, and the longest. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 8000;

/** Pauses between tries to reconnect, in ms: each twice the one before, until they are long enough. */
export function* growingPauses(): Generator<number, never> {
  for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) yield wait;
}
