/** Invalid input; the message names the line. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
