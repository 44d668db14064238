import { closeSync, openSync, writeSync } from 'node:fs';
import { Option } from 'commander';
import { sizeOfFile } from '../network/write-whole.ts';

/** Characters that are collected before they are written. */
const CHUNK_CHARACTERS = 1 << 16;

export const vcdOption = (what: string) =>
  new Option('--vcd <file>', `record ${what} for a waveform viewer, such as GTKWave`);

/** A file that grows while a command runs. */
export interface GrowingFile {
  write(text: string): void;
  close(): void;
}

/**
 * Opens a file for a recording, and empties it.
 *
 * @param onProblem called once if it cannot be written any more
 * @throws an Error with the system's code and the path
 */
export async function growingFile(path: string, onProblem: (error: Error) => void): Promise<GrowingFile> {
  await sizeOfFile(path);
  const file = openSync(path, 'w');
  let text = '';
  let broken = false;
  const flush = () => {
    if (broken) return;
    try {
      for (let bytes = Buffer.from(text); bytes.length > 0; ) bytes = bytes.subarray(writeSync(file, bytes));
    } catch (error) {
      broken = true;
      onProblem(Object.assign(error as Error, { path }));
    }
    text = '';
  };
  return {
    write(more) {
      text += more;
      if (text.length >= CHUNK_CHARACTERS) flush();
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}
