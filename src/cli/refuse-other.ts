import { readFile, realpath } from 'node:fs/promises';
import { sizeOfFile } from '../network/write-whole.ts';
import { CommandError, EXIT } from './exit.ts';

/**
 * Refuses to overwrite a file that does not hold the constants of this digest.
 *
 * @param remedy such as `pass --force to write over it`
 */
export async function refuseOther(file: string, digest: string, remedy: string): Promise<void> {
  if ((await sizeOfFile(file)) === undefined || (await readFile(file)).includes(digest)) return;
  throw new CommandError(`${file} holds another network or none; ${remedy}`);
}

/**
 * Refuses to overwrite a file that does not hold this text. A machine's file has no digest, and people edit it.
 *
 * @param option that names the file, such as `--out`
 */
export async function refuseOtherText(option: string, file: string, text: string): Promise<void> {
  if ((await sizeOfFile(file)) === undefined || (await readFile(file, 'utf8')) === text) return;
  throw new CommandError(
    `${file} holds another machine or none; pass --force to write over it, or another ${option}`,
  );
}

/**
 * Refuses to write over the file that a command reads, also under another name of it.
 *
 * @param option such as `--out`
 */
export async function refuseInput(option: string, file: string, input: string): Promise<void> {
  const [one, other] = await Promise.all([file, input].map((path) => realpath(path).catch(() => undefined)));
  if (one === undefined || one !== other) return;
  throw new CommandError(
    `${option}: expected another file than the one that is read, got ${file}; choose another place`,
    EXIT.usage,
  );
}
