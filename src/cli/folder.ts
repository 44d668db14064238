import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CommandError, EXIT } from './exit.ts';

/**
 * Makes a folder for the files of `--out`, and those above it. (Node's own recursive mkdir never returns where the
 * system answers that a folder's parent is missing although it is there, as below /proc.)
 */
export async function makeFolder(path: string): Promise<void> {
  if (path === '')
    throw new CommandError('--out: expected the path of a folder, got an empty text', EXIT.usage);
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      if ((await stat(path)).isDirectory()) return;
      throw new CommandError(`${path}: expected a folder, got a file`);
    }
    const parent = dirname(resolve(path));
    if (code !== 'ENOENT' || parent === resolve(path)) throw error;
    await makeFolder(parent);
    await mkdir(path);
  }
}
