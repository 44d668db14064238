import { stat } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: beside its place, synced, renamed.
 *
 * @throws an Error with the system's code and the file's own path; EISDIR or EINVAL for a folder, a device or a
 *   pipe, which the rename would replace.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status && !status.isFile()) {
    const code = status.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${path} is no file`), { code, path });
  }
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(path, typeof content === 'string' ? content : Buffer.from(content));
  } catch (error) {
    // The system names the temporary file.
    throw Object.assign(error as Error, { path });
  }
}
