import {
  closeSync,
  fsync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { hasEnded, OWNER } from './owner.ts';
import { onFiles } from './under-way.ts';

/** Temporary files are named after their process, so that those of dead processes are recognized. */
const TEMPORARY = /^\.carrybit-(.*)-\d+\.tmp$/;
let written = 0;

/**
 * The size in bytes of the file at a path; undefined if there is none.
 *
 * @throws an Error with the system's code and the path: EISDIR for a folder, EINVAL for a device or a pipe, which a
 *   rename would replace
 */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  return statusOfFile(path)?.size;
}

/**
 * Writes a file completely or not at all: as a temporary file in the same folder, synced, then renamed. Removes the
 * temporary files of killed processes.
 *
 * @throws an Error with the system's code and the file's own path, or what `sizeOfFile` throws
 */
export function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  return onFiles(() => write(path, content));
}

/**
 * Reports now what {@link writeWhole} would report after long work: makes its temporary file and removes it.
 *
 * @throws as {@link writeWhole}
 */
export function checkWritable(path: string): Promise<void> {
  return onFiles(() => write(path));
}

/**
 * Only syncing waits for the disk. Everything else takes the system less time than Node takes to have it done by
 * another thread.
 *
 * @param content undefined if nothing is to be written
 */
async function write(path: string, content?: string | Uint8Array): Promise<void> {
  const status = statusOfFile(path);
  try {
    // A link stays a link.
    const place = status ? realpathSync(path) : path;
    const folder = dirname(place);
    removeLeftovers(folder);
    const temporary = join(folder, `.carrybit-${OWNER}-${written++}.tmp`);
    try {
      await synced(openSync(temporary, 'wx', status?.mode), (file) => {
        if (content !== undefined) writeFileSync(file, content);
      });
      if (content === undefined) return rmSync(temporary);
      renameSync(temporary, place);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    // The system's error names the temporary file; this one names the file.
    throw Object.assign(error as Error, { path });
  }
}

function statusOfFile(path: string) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status && !status.isFile()) {
    const code = status.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${path}: expected a file`), { code, path });
  }
  return status;
}

function sync(file: number): Promise<void> {
  return new Promise((done, fail) => fsync(file, (error) => (error ? fail(error) : done())));
}

async function synced(file: number, work: (file: number) => void = () => {}): Promise<void> {
  try {
    work(file);
    await sync(file);
  } finally {
    closeSync(file);
  }
}

/** A rename is on the disk only after its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  try {
    await synced(openSync(folder, 'r'));
  } catch {
    // Some systems cannot sync a folder.
  }
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, owner] = TEMPORARY.exec(name) ?? [];
    if (owner !== undefined && hasEnded(owner)) rmSync(join(folder, name), { force: true });
  }
}
