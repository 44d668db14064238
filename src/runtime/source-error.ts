/** Input that is not what it should be; the message names the line. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
