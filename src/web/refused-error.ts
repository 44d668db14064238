/** Why a command was refused; its viewer gets the message. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
