import { setTimeout as pause } from 'node:timers/promises';

/** Another process has what was to be locked. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** How long a lock is waited for, in milliseconds: longer than one that was left behind counts. */
const PATIENCE = 30_000;
/** How long until it is asked for again. */
const PAUSE = 20;

/**
 * Does work while no other process does work under the lock of the same path: a folder beside it, named `PATH.lock`. One
 * that a killed process left behind counts for ten seconds; and so does that of a process that stands still, whose
 * work is told by a signal when another has taken the lock over.
 *
 * @throws LockedError if another process has the lock: at once if `otherwise` is `refuse`, else after half a minute
 */
export async function locked<Result>(
  path: string,
  otherwise: 'refuse' | 'wait',
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { lock } = await import('proper-lockfile');
  const deadline = performance.now() + (otherwise === 'wait' ? PATIENCE : 0);
  const lost = new AbortController();
  const onCompromised = () => lost.abort();
  for (;;) {
    const release = await lock(path, { realpath: false, onCompromised }).catch((error) => {
      // The system names the lock, and nobody asked for one.
      if (error.code !== 'ELOCKED') throw Object.assign(error, { path });
    });
    if (release) return work(lost.signal).finally(() => (lost.signal.aborted ? undefined : release()));
    if (performance.now() >= deadline) throw new LockedError(`${path} is in use by another process`);
    await pause(PAUSE);
  }
}
