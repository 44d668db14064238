import { FormatError } from '../machine/formats/format-error.ts';
import { columnsOf, type Recordings, readRecordings } from '../machine/formats/recordings.ts';
import { isVcd } from '../machine/formats/vcd.ts';
import { isMachinePath } from '../tasks/extensions.ts';
import { MachineFileError, machineName, type ReadingOptions } from '../tasks/index.ts';
import { CommandError, EXIT } from './exit.ts';
import { sizeOfGiven } from './given-file.ts';
import { checkCodes } from './machine-file.ts';
import { readText } from './text-file.ts';

/** Maximum size of a file: 100,000 steps of 28 columns. */
const MAX_FILE_BYTES = 16 * 2 ** 20;

/**
 * Reads recordings in CSV or VCD.
 *
 * @param named outputs, used if the file has columns of these names and the flags name no others
 * @throws CommandError, MachineFileError
 */
export async function recordingsIn(
  path: string,
  options: ReadingOptions,
  named: readonly string[] = [],
): Promise<Recordings> {
  await sizeOfGiven(path, MAX_FILE_BYTES, 'a part of the recordings is enough');
  const { clock } = options;
  if (isMachinePath(path) && !/\.(csv|tsv|vcd)$/i.test(path))
    throw new CommandError(
      `${path}: expected recordings in CSV or VCD, got a machine; carrybit train --machine ${path} learns it`,
      EXIT.usage,
    );
  try {
    const text = await readText(path, 'recordings');
    const known = columnsOf(text).filter((column) => named.includes(column));
    const outputs = options.outputs ?? (known.length > 0 ? known : undefined);
    if (clock !== undefined && !isVcd(text))
      throw new CommandError(
        `--clock: expected recordings in VCD, got ${path}; leave --clock out`,
        EXIT.usage,
      );
    const recordings = readRecordings(text, machineName(path), outputs, options.coding, clock);
    checkCodes(path, options.coding, recordings.named.symbols);
    return recordings;
  } catch (error) {
    if (error instanceof FormatError) throw new MachineFileError(`${path}: ${error.message}`);
    throw error;
  }
}
