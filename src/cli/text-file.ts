import { readFile } from 'node:fs/promises';
import { decoderFor } from '../network/text-decoder.ts';
import { CommandError, EXIT } from './exit.ts';

/**
 * The text of a whole file, without a byte order mark.
 *
 * @param what the file should hold, for messages
 * @throws CommandError for a file that holds no text
 */
export async function readText(path: string, what: string): Promise<string> {
  const bytes = await readFile(path);
  const text = decoderFor(bytes).decode(bytes);
  const got = PACKED.some((start) => bytes.subarray(0, start.length).equals(start))
    ? 'a packed file; unpack it first'
    : text.includes('\0')
      ? 'bytes that are no text'
      : text.trim() === ''
        ? 'an empty file'
        : undefined;
  if (got !== undefined) throw new CommandError(`${path}: expected ${what}, got ${got}`, EXIT.usage);
  return text;
}

/** How files of gzip, zip, xz and zstd begin. */
const PACKED = ['1f8b', '504b0304', 'fd377a585a', '28b52ffd'].map((hex) => Buffer.from(hex, 'hex'));
