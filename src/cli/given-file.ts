import { sizeOfFile } from '../network/write-whole.ts';
import { CommandError, EXIT, FILE_PROBLEMS } from './exit.ts';

/**
 * The size in bytes of a file that was named to a command.
 *
 * @param remedy what to do if it is too large
 * @throws CommandError if there is no such file, or it is a folder, a device or too large
 */
export async function sizeOfGiven(path: string, maxBytes = Infinity, remedy?: string): Promise<number> {
  const bytes = await sizeOfFile(path).catch((error: NodeJS.ErrnoException) => {
    const problem = FILE_PROBLEMS[error.code ?? ''];
    throw problem === undefined ? error : new CommandError(`${path}: ${problem}`, EXIT.usage);
  });
  if (bytes === undefined) throw new CommandError(`${path}: no such file`, EXIT.usage);
  if (bytes <= maxBytes) return bytes;
  throw new CommandError(
    `${path}: expected at most ${maxBytes} bytes, got ${bytes}${remedy === undefined ? '' : `; ${remedy}`}`,
    EXIT.usage,
  );
}
