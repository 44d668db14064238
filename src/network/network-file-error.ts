/** A file that is not what it should be; the message names file, field, value and what was expected. */
export class NetworkFileError extends Error {
  override readonly name = 'NetworkFileError';
}
