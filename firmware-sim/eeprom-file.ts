import { readFileSync } from 'node:fs';
import { lock } from 'proper-lockfile';
import writeFileAtomic from 'write-file-atomic';
import { EEPROM_BYTES } from './eeprom.ts';

/** An EEPROM file that cannot be used; the message names it and says what to do. */
export class EepromFileError extends Error {
  override readonly name = 'EepromFileError';
}

/**
 * Reads an EEPROM image: 1024 bytes, address 0 first, as avrdude writes with `-U eeprom:r:FILE:r`. A file that does not
 * exist yet is an erased EEPROM.
 *
 * @throws EepromFileError if the file cannot be read or has another size
 */
export function readEepromFile(path: string): Uint8Array {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return new Uint8Array(EEPROM_BYTES).fill(0xff);
    throw new EepromFileError(`cannot read the EEPROM file ${path}: ${text(error)}`, { cause: error });
  }
  if (bytes.length !== EEPROM_BYTES) {
    throw new EepromFileError(
      `the EEPROM file ${path} has ${bytes.length} bytes, an ATmega328P's has ${EEPROM_BYTES}; ` +
        'delete it to start with an erased EEPROM',
    );
  }
  return Uint8Array.from(bytes);
}

/**
 * Writes an EEPROM image in place of the file, at once or not at all.
 *
 * @throws EepromFileError if that fails
 */
export function writeEepromFile(path: string, memory: Uint8Array): void {
  try {
    // A simulation may be killed at any time, but need not outlive the machine: no fsync for each byte programmed.
    writeFileAtomic.sync(path, Buffer.from(memory), { fsync: false });
  } catch (error) {
    throw new EepromFileError(`cannot write the EEPROM file ${path}: ${text(error)}`, { cause: error });
  }
}

/**
 * Keeps an EEPROM image for this process alone, until it ends or calls the function this resolves to: of two boards on
 * one file, each would write over what the other has programmed. The lock is a folder beside the file, named
 * `FILE.lock`; one that a killed process left behind counts for ten seconds.
 *
 * @param onLost called if another process takes the file over, because this one stood still for so long
 * @throws EepromFileError if another process has it, or the folder cannot be written
 */
export async function lockEepromFile(
  path: string,
  onLost: (error: EepromFileError) => void,
): Promise<() => Promise<void>> {
  let lost = false;
  try {
    const release = await lock(path, {
      realpath: false,
      onCompromised: () => {
        lost = true;
        onLost(new EepromFileError(`the EEPROM file ${path} was taken over by another process`));
      },
    });
    // What is lost is not given back, and whoever was told of that needs no second error.
    return async () => {
      if (!lost) await release();
    };
  } catch (error) {
    if (hasCode(error, 'ELOCKED')) {
      throw new EepromFileError(
        `the EEPROM file ${path} is in use by another simulated board; stop that one (if it was killed, wait ten ` +
          'seconds) or use another file',
        { cause: error },
      );
    }
    throw new EepromFileError(`cannot lock the EEPROM file ${path}: ${text(error)}`, { cause: error });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
