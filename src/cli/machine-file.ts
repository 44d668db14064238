import { parseMachine, type ReadingOptions, type ReadMachine } from '../tasks/parse-machine.ts';
import { CommandError, EXIT } from './exit.ts';
import { sizeOfGiven } from './given-file.ts';
import { readText } from './text-file.ts';

/** Maximum size of a machine file. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** Maximum size of a module: Node needs seconds to load a larger one, in which no step is taken. */
const MAX_MODULE_BYTES = 4 * 2 ** 20;

/** Reads a machine from a file of any format, or from a module. @throws CommandError, MachineFileError */
export async function readMachine(path: string, options: ReadingOptions = {}): Promise<ReadMachine> {
  const isModule = /\.[cm]?[jt]s$/i.test(path);
  await sizeOfGiven(path, isModule ? MAX_MODULE_BYTES : MAX_FILE_BYTES, 'leave some of it out');
  const read = isModule
    ? await (await import('./module-file.ts')).readModule(path, options)
    : await parseMachine(await readText(path, 'a machine'), path, options);
  if (options.clock !== undefined && read.format !== 'vcd')
    throw new CommandError(`--clock: expected recordings in VCD, got ${path}; leave --clock out`, EXIT.usage);
  if (options.outputs !== undefined && read.format !== 'csv' && read.format !== 'vcd')
    throw new CommandError(
      `--outputs: expected recordings in CSV or VCD, got ${path}, which says itself what its outputs are; leave --outputs out`,
      EXIT.usage,
    );
  // JSON says which bits its symbols are.
  checkCodes(path, options.coding, read.format === 'json' ? undefined : read.task.symbols);
  return read;
}

/** Refuses a choice of codes for a file that has no symbols. @throws CommandError */
export function checkCodes(path: string, coding: ReadingOptions['coding'], symbols: unknown): void {
  if (coding !== undefined && symbols === undefined)
    throw new CommandError(
      `--codes: expected a file with symbols, got ${path}, which says itself what its bits are; leave --codes out`,
      EXIT.usage,
    );
}
