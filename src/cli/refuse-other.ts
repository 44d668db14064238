import { readFile } from 'node:fs/promises';
import { sizeOfFile } from '../network/write-whole.ts';
import { CommandError } from './exit.ts';

/**
 * Refuses to overwrite a file that does not hold the constants of this digest.
 *
 * @param remedy such as `pass --force to write over it`
 */
export async function refuseOther(file: string, digest: string, remedy: string): Promise<void> {
  if ((await sizeOfFile(file)) === undefined || (await readFile(file)).includes(digest)) return;
  throw new CommandError(`${file} holds another network or none; ${remedy}`);
}
