import { readFile } from 'node:fs/promises';
import { sizeOfFile } from '../network/write-whole.ts';
import { parseMachine, type ReadingOptions, type ReadMachine } from '../tasks/parse-machine.ts';
import { CommandError, EXIT } from './exit.ts';

/** Larger machine files are not read. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Reads a machine from a file of any format, or from a module. @throws CommandError, MachineFileError */
export async function readMachine(path: string, options: ReadingOptions = {}): Promise<ReadMachine> {
  const bytes = await sizeOfFile(path);
  if (bytes === undefined) throw new CommandError(`${path}: no such file`, EXIT.usage);
  if (bytes > MAX_FILE_BYTES)
    throw new CommandError(
      `${path}: expected at most ${MAX_FILE_BYTES} bytes, got ${bytes}; minimize the machine or leave some out`,
      EXIT.usage,
    );
  if (/\.[cm]?[jt]s$/i.test(path)) return (await import('./module-file.ts')).readModule(path, options);
  return parseMachine(await readFile(path, 'utf8'), path, options);
}
