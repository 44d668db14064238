/** Whether stderr is a terminal on which a line can be drawn over. */
export function redraws(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb';
}
