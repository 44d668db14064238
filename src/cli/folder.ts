import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { checkWritable } from '../network/write-whole.ts';
import { CommandError } from './exit.ts';

/**
 * Makes a folder for the files of `--out`, and those above it, and checks before long work that files can be written
 * there.
 *
 * @param file one that will be written, to be checked as well
 * @throws CommandError, or an Error with the system's code and the path
 */
export function makeFolder(path: string, file = '.carrybit'): Promise<void> {
  return inFolder(path, file, async () => {});
}

/**
 * Does long work whose files go to a folder, which it makes first as {@link makeFolder} does. Work that fails before it
 * has written anything leaves no new folder behind.
 */
export async function inFolder<Result>(
  path: string,
  file: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const made = makeFolders(path);
  try {
    await checkPlace(join(path, file), path);
    return await work();
  } catch (error) {
    removeEmpty(made);
    throw error;
  }
}

/** Removes folders that {@link makeFolders} made; one with files stays, and so do those above it. */
export function removeEmpty(made: readonly string[]): void {
  for (const folder of made.toReversed()) removeIfEmpty(folder);
}

/**
 * Checks before long work that a file can be written.
 *
 * @param named what messages name
 * @throws as {@link makeFolder}
 */
export async function checkPlace(file: string, named = file): Promise<void> {
  try {
    await checkWritable(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR' || code === 'EINVAL') throw error;
    if (code === 'ENOENT') {
      // A folder such as /proc is there, but takes no files.
      throw new CommandError(
        existsSync(dirname(resolve(file)))
          ? `${named}: no file can be made there; choose another place`
          : `${dirname(file)}: no such folder; make it first`,
      );
    }
    throw Object.assign(error as Error, { path: named });
  }
}

/**
 * Makes a folder and those above it. Returns the folders that were made, the outermost first.
 *
 * Node's own recursive mkdir never returns where the system answers that a folder's parent is missing although it is
 * there, as below /proc.
 */
export function makeFolders(path: string): string[] {
  try {
    mkdirSync(path);
    return [path];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      if (statSync(path).isDirectory()) return [];
      throw new CommandError(`${path}: expected a folder, got a file`);
    }
    const parent = dirname(resolve(path));
    if (code !== 'ENOENT' || parent === resolve(path)) throw error;
    const above = makeFolders(parent);
    try {
      mkdirSync(path);
    } catch (problem) {
      removeEmpty(above);
      throw problem;
    }
    return [...above, path];
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It has files, or somebody else has removed it.
  }
}
