import type { Board, Description } from '../board/index.ts';
import { atPort, openBoard } from './find-boards.ts';

/** Opens a port, waits until a board of ours answers, and closes it when the work is done. */
export async function ask<Result>(
  port: string,
  work: (board: Board, description: Description) => Promise<Result>,
): Promise<Result> {
  return atPort(port, async () => {
    const opened = await openBoard(port);
    try {
      const { connect } = await import('../board/index.ts');
      const { board, description } = await connect(opened.line);
      return await work(board, description);
    } finally {
      await opened.close();
    }
  });
}
