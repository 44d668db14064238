import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageRoot } from '#native';
import { readEepromFile, temporaryEepromFile, Uno } from '../../firmware-sim/index.ts';
import { LockedError, lock } from '../network/lock.ts';
import { simulatedEeprom } from './config.ts';
import { CommandError, FILE_PROBLEMS } from './exit.ts';
import { makeFolders, removeEmpty } from './folder.ts';

/** The committed firmware of carrybit. */
export const firmwarePath = (): string => join(packageRoot(), 'firmware/carrybit.hex');

/**
 * The simulated Uno that commands use. Its EEPROM is a file, which only this process may use until `release`.
 *
 * @param onLost called if another process takes the file over
 */
export async function simulatedUno(
  options: { readonly firmware?: string; readonly bootLoader?: string; readonly eeprom?: string },
  onLost: (error: Error) => void,
): Promise<{ uno: Uno; release: () => Promise<void> }> {
  const { firmware = firmwarePath(), eeprom = simulatedEeprom() } = options;
  const hex = await readHex(firmware);
  const bootLoader = options.bootLoader === undefined ? undefined : await readHex(options.bootLoader);
  const made = makeFolders(dirname(eeprom));
  const release = await lockEeprom(eeprom, onLost).catch(async (error) => {
    removeEmpty(made);
    throw error;
  });
  const close = async () => {
    await release();
    // If nothing could be written, a folder that was made for it is of no use.
    removeEmpty(made);
  };
  try {
    await rm(temporaryEepromFile(eeprom), { force: true });
    return { uno: new Uno({ firmware: hex, bootLoader, eeprom }), release: close };
  } catch (error) {
    await close();
    const { name, message } = error as Error;
    if (name !== 'HexError') throw error;
    throw new CommandError(`${[firmware, options.bootLoader].filter(Boolean).join(' or ')}: ${message}`);
  }
}

/** Two boards on one file would overwrite each other's data. */
async function lockEeprom(eeprom: string, onLost: (error: Error) => void): Promise<() => Promise<void>> {
  // A file that is not an EEPROM is reported before a lock file is made beside it.
  readEepromFile(eeprom);
  try {
    return await lock(eeprom, () =>
      onLost(new CommandError(`the EEPROM file ${eeprom} was taken over by another process`)),
    );
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new CommandError(
      `the EEPROM file ${eeprom} is in use by another simulated board; stop that one or use another file`,
    );
  }
}

async function readHex(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'no such file' : FILE_PROBLEMS[code];
    if (problem === undefined) throw error;
    throw new CommandError(`${path}: ${problem}; expected firmware in Intel HEX`);
  }
}
