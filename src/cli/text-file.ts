import { readFile } from 'node:fs/promises';
import { decoderFor } from '../network/text-decoder.ts';

/** The text of a whole file, without a byte order mark. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return decoderFor(bytes).decode(bytes);
}
