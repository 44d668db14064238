import { stat } from 'node:fs/promises';

/**
 * Looks what is at a place for a file: nothing, or a file of so many bytes.
 *
 * @throws an Error with the system's code and the path; EISDIR or EINVAL for a folder, a device or a pipe, which a
 *   rename would replace, and which may never end
 */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  const status = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (status && !status.isFile()) {
    const code = status.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error(`${path} is no file`), { code, path });
  }
  return status?.size;
}

/**
 * Writes a file whole or not at all: beside its place, synced, renamed.
 *
 * @throws an Error with the system's code and the file's own path, or what {@link sizeOfFile} throws
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await sizeOfFile(path);
  const { default: writeFileAtomic } = await import('write-file-atomic');
  try {
    await writeFileAtomic(path, typeof content === 'string' ? content : Buffer.from(content));
  } catch (error) {
    // The system names the temporary file.
    throw Object.assign(error as Error, { path });
  }
}
