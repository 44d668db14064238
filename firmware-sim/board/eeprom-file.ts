import { ATMEGA328P } from '../chip/atmega328p.ts';

/** Asked for when a file is used: a board in a browser has none, and does without Node. */
const files = () => process.getBuiltinModule('node:fs');

/** An EEPROM file that cannot be used; the message names it and says what to do. */
export class EepromFileError extends Error {
  override readonly name = 'EepromFileError';
}

/**
 * Reads an EEPROM image: all its bytes, address 0 first, as avrdude writes with `-U eeprom:r:FILE:r`. A file that does
 * not exist yet is an erased EEPROM.
 *
 * @param chip whose it is; default: an ATmega328P with 1024 bytes
 * @throws EepromFileError if the file cannot be read or has another size
 */
export function readEepromFile(
  path: string,
  chip: { readonly name: string; readonly eeprom: { readonly bytes: number } } = ATMEGA328P,
): Uint8Array {
  const size = chip.eeprom.bytes;
  let bytes: Buffer;
  try {
    const status = files().statSync(path);
    // To read from a pipe or a device might never end.
    if (!status.isFile()) {
      const kind = status.isDirectory() ? 'folder' : status.isFIFO() ? 'pipe' : 'device';
      throw new EepromFileError(`the EEPROM file ${path}: expected a file, got a ${kind}`);
    }
    bytes = files().readFileSync(path);
  } catch (error) {
    if (error instanceof EepromFileError) throw error;
    if (hasCode(error, 'ENOENT')) return new Uint8Array(size).fill(0xff);
    throw new EepromFileError(`cannot read the EEPROM file ${path}: ${text(error)}`, { cause: error });
  }
  if (bytes.length !== size) {
    throw new EepromFileError(
      `the EEPROM file ${path} has ${bytes.length} bytes, an ${chip.name}'s has ${size}; ` +
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
  const temporary = temporaryEepromFile(path);
  try {
    // A simulation may be killed at any time, but need not outlive the machine: no fsync for each byte programmed.
    files().writeFileSync(temporary, memory);
    files().renameSync(temporary, path);
  } catch (error) {
    files().rmSync(temporary, { force: true });
    throw new EepromFileError(`cannot write the EEPROM file ${path}: ${text(error)}`, { cause: error });
  }
}

/** Where an image is written before it replaces the file; a killed simulation may leave it behind. */
export const temporaryEepromFile = (path: string): string => `${path}.tmp`;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function text(error: unknown): string {
  if (hasCode(error, 'ENOSPC')) return 'the disk is full';
  if (hasCode(error, 'EFBIG')) return 'the system allows no file of this size (ulimit -f)';
  return error instanceof Error ? error.message : String(error);
}
