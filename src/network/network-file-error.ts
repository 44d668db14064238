/** An invalid file; the message names file, field, value and what was expected. */
export class NetworkFileError extends Error {
  override readonly name = 'NetworkFileError';
}
