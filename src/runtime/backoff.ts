/** Ms before the first try to reconnect, and the longest. */
const MIN_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 8000;

/** Pauses between tries to reconnect, in ms: each twice the one before, until they are long enough. */
export function* backoff(): Generator<number, never> {
  for (let wait = MIN_BACKOFF_MS; ; wait = Math.min(2 * wait, MAX_BACKOFF_MS)) yield wait;
}
