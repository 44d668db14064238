import fs, { promises } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasEnded, OWNER } from './owner.ts';
import { onFiles } from './under-way.ts';

/** Another process has the lock. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** How long to wait for a lock, in milliseconds; longer than a lock without an owner is kept. */
const TIMEOUT_MS = 30_000;
/** Time between two tries. */
const RETRY_MS = 20;

/**
 * The lock is a folder. It holds an empty file named after its owner, so that the lock of a dead process is recognized.
 */
// A copy of all that fs has would load the parts of Node behind it.
const ownedFolder = Object.assign(Object.create(fs) as typeof fs, {
  mkdir: (path: string, callback: fs.NoParamCallback) =>
    fs.mkdir(path, (error) => {
      if (error) callback(error);
      else called(callback, () => fs.writeFileSync(join(path, OWNER), ''));
    }),
  rmdir: (path: string, callback: fs.NoParamCallback) =>
    called(callback, () => fs.rmSync(path, { recursive: true, force: true })),
  rmdirSync: (path: string) => fs.rmSync(path, { recursive: true, force: true }),
});

/** Each of several steps would be a way to a thread of Node's and back, which takes longer than the step. */
function called(callback: fs.NoParamCallback, work: () => void): void {
  let problem: NodeJS.ErrnoException | null = null;
  try {
    work();
  } catch (error) {
    problem = error as NodeJS.ErrnoException;
  }
  callback(problem);
}

/**
 * Locks a path for this process, by a folder beside it named `PATH.lock`. The lock of a process that has ended is taken
 * over at once; that of a suspended process, or of another computer, after ten seconds.
 *
 * @param onLost called if another process takes the lock over, because this one was suspended for so long
 * @returns a function that releases it
 * @throws LockedError if another process has it
 */
export function lock(path: string, onLost: () => void): Promise<() => Promise<void>> {
  return onFiles(() => take(path, onLost));
}

async function take(path: string, onLost: () => void): Promise<() => Promise<void>> {
  const lockfile = await import('proper-lockfile');
  let lost = false;
  const onCompromised = () => {
    lost = true;
    onLost();
  };
  for (;;) {
    const release = await lockfile
      .lock(path, { realpath: false, onCompromised, fs: ownedFolder })
      .catch((error) => {
        // The system's error names the lock folder, which the user does not know; this one names the file.
        if (error.code !== 'ELOCKED') throw Object.assign(error, { path });
      });
    // A lost lock is not released.
    if (release) return () => onFiles(async () => (lost ? undefined : release()));
    if (!(await removeDead(`${resolve(path)}.lock`)))
      throw new LockedError(`${path} is in use by another process`);
  }
}

/**
 * Does work under the lock of a path. A signal aborts if another process takes the lock over.
 *
 * @throws LockedError if another process has the lock: at once if `otherwise` is `refuse`, else after half a minute
 */
export async function locked<Result>(
  path: string,
  otherwise: 'refuse' | 'wait',
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  let deadline: number | undefined;
  const lost = new AbortController();
  for (;;) {
    try {
      const release = await lock(path, () => lost.abort());
      return await work(lost.signal).finally(release);
    } catch (error) {
      if (!(error instanceof LockedError) || otherwise === 'refuse') throw error;
      // The clock's module takes a millisecond to load, so only who waits asks it.
      deadline ??= performance.now() + TIMEOUT_MS;
      if (performance.now() >= deadline) throw error;
    }
    await pause(RETRY_MS);
  }
}

/** Removes a lock if its owner has ended. If several processes try, only the one that removes its name removes it. */
async function removeDead(folder: string): Promise<boolean> {
  const [owner] = await promises.readdir(folder).catch(() => []);
  if (owner === undefined || !hasEnded(owner)) return false;
  try {
    await promises.unlink(join(folder, owner));
    await promises.rmdir(folder);
    return true;
  } catch {
    return false;
  }
}
