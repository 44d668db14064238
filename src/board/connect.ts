import { Board } from './board.ts';
import { BoardError } from './board-error.ts';
import type { Description } from './description.ts';
import { Link } from './link.ts';
import type { Line } from './open.ts';

/**
 * Waits until the board on an open line answers as one of ours, through its boot loader if it was reset.
 *
 * @throws BoardError 'foreign' or 'version' if it never does, 'lost' if the line closes
 */
export async function connect(line: Line): Promise<{ board: Board; description: Description }> {
  const link = new Link(line);
  const board = new Board(link);
  try {
    return { board, description: await board.describe() };
  } catch (error) {
    link.close();
    if (!(error instanceof BoardError) || error.problem !== 'silent') throw error;
    const remedy = 'carrybit flash-firmware puts its firmware on an Uno';
    if (link.firmware !== undefined) {
      throw new BoardError(
        'foreign',
        `this is no carrybit board, its firmware is "${link.firmware}"; ${remedy}`,
      );
    }
    const heard = link.received > 0 ? 'what answers is no carrybit board' : 'nothing answers';
    throw new BoardError('foreign', `${heard}; ${remedy}`);
  }
}
