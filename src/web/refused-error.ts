/** Why a command was not done; the viewer who sent it is told. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
