import { type FileHandle, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
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
  return (await statusOfFile(path))?.size;
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

/** @param content undefined if nothing is to be written */
async function write(path: string, content?: string | Uint8Array): Promise<void> {
  const status = await statusOfFile(path);
  try {
    // A link stays a link.
    const place = status ? await realpath(path) : path;
    const folder = dirname(place);
    await removeLeftovers(folder);
    const temporary = join(folder, `.carrybit-${OWNER}-${written++}.tmp`);
    try {
      await synced(await open(temporary, 'wx', status?.mode), async (file) => {
        if (content !== undefined) await file.writeFile(content);
      });
      if (content === undefined) return await rm(temporary);
      await rename(temporary, place);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  } catch (error) {
    // The system's error names the temporary file; this one names the file.
    throw Object.assign(error as Error, { path });
  }
}

async function statusOfFile(path: string) {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (status && !status.isFile()) {
    const code = status.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${path}: expected a file`), { code, path });
  }
  return status;
}

async function synced(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on the disk only after its folder is synced. */
async function syncFolder(folder: string): Promise<void> {
  // Some systems cannot sync a folder.
  await synced(await open(folder), async () => {}).catch(() => {});
}

async function removeLeftovers(folder: string): Promise<void> {
  const dead = (await readdir(folder)).filter((name) => {
    const [, owner] = TEMPORARY.exec(name) ?? [];
    return owner !== undefined && hasEnded(owner);
  });
  await Promise.all(dead.map((name) => rm(join(folder, name), { force: true })));
}
