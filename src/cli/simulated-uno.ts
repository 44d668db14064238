import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { lockEepromFile, Uno } from '../../firmware-sim/index.ts';
import { CommandError } from './exit.ts';

/** Where the simulated Uno of every command keeps its EEPROM. */
export const SIMULATED_EEPROM = 'trained/sim-eeprom.bin';

/** carrybit's firmware, as committed. */
export const firmwarePath = (): string =>
  createRequire(import.meta.url).resolve('carrybit/firmware/carrybit.hex');

/**
 * The simulated Uno that commands use. Its EEPROM is a file, which is this process's alone until `release`.
 *
 * @param onLost called if another process takes the file over
 */
export async function simulatedUno(
  options: { readonly firmware?: string; readonly bootLoader?: string; readonly eeprom?: string },
  onLost: (error: Error) => void,
): Promise<{ uno: Uno; release: () => Promise<void> }> {
  const { firmware = firmwarePath(), eeprom = SIMULATED_EEPROM } = options;
  const hex = await readHex(firmware);
  const bootLoader = options.bootLoader === undefined ? undefined : await readHex(options.bootLoader);
  await mkdir(dirname(eeprom), { recursive: true });
  const release = await lockEepromFile(eeprom, onLost);
  return { uno: new Uno({ firmware: hex, bootLoader, eeprom }), release };
}

async function readHex(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CommandError(`${path}: there is no such file; firmware is an Intel HEX file`);
  }
}
