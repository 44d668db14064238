import fs, { promises } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { hasEnded, OWNER } from './owner.ts';
import { onFiles } from './under-way.ts';

/** Another process has what was to be locked. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

/** How long a lock is waited for, in milliseconds: longer than one that was left behind counts. */
const TIMEOUT_MS = 30_000;
/** How long until it is asked for again. */
const RETRY_MS = 20;

/** The lock is a folder; it holds an empty file named after its owner, so that a dead one's is known. */
const ownedFolder = {
  ...fs,
  mkdir: (path: string, callback: fs.NoParamCallback) =>
    fs.mkdir(path, (error) => (error ? callback(error) : fs.writeFile(join(path, OWNER), '', callback))),
  rmdir: (path: string, callback: fs.NoParamCallback) =>
    fs.rm(path, { recursive: true, force: true }, callback),
  rmdirSync: (path: string) => fs.rmSync(path, { recursive: true, force: true }),
};

/**
 * Locks a path for this process: by a folder beside it, named `PATH.lock`. The lock of a process that has ended is taken
 * over at once; that of one that stands still, or of another computer, after ten seconds.
 *
 * @param onLost called if another process takes the lock over, because this one stood still for so long
 * @returns how to give it back
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
        // The system names the lock, and nobody asked for one.
        if (error.code !== 'ELOCKED') throw Object.assign(error, { path });
      });
    // What is lost is not given back.
    if (release) return () => onFiles(async () => (lost ? undefined : release()));
    if (!(await removeDead(`${resolve(path)}.lock`)))
      throw new LockedError(`${path} is in use by another process`);
  }
}

/**
 * Does work under the lock of a path. It is told by a signal when another process has taken the lock over.
 *
 * @throws LockedError if another process has the lock: at once if `otherwise` is `refuse`, else after half a minute
 */
export async function locked<Result>(
  path: string,
  otherwise: 'refuse' | 'wait',
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + (otherwise === 'wait' ? TIMEOUT_MS : 0);
  const lost = new AbortController();
  for (;;) {
    try {
      const release = await lock(path, () => lost.abort());
      return await work(lost.signal).finally(release);
    } catch (error) {
      if (!(error instanceof LockedError) || performance.now() >= deadline) throw error;
    }
    await pause(RETRY_MS);
  }
}

/** Removes a lock if its owner has ended. Of several who try only the one that removes its name removes it. */
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
