import { CommandError, EXIT, explainError, FILE_PROBLEMS } from './exit.ts';

/**
 * Reads the network file that was named to a command, with what belongs to it.
 *
 * @param read rejects with the system's error if a file is missing or cannot be read
 * @throws CommandError for such an error, with the exit code of a machine file that is missing
 */
export async function givenNetwork<Result>(read: Promise<Result>): Promise<Result> {
  return read.catch((error: NodeJS.ErrnoException) => {
    if (!Object.hasOwn(FILE_PROBLEMS, error.code ?? '')) throw error;
    throw new CommandError(explainError(error).message, EXIT.usage);
  });
}
