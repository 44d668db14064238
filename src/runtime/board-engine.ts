import { requireObject } from '../machine/require.ts';
import type { BoardEngineOptions } from './board-sessions.ts';
import type { Engine } from './engine.ts';
import { ResumingEngine } from './resuming-engine.ts';

/**
 * The network on a board, over its link.
 *
 * @throws BoardError if there is no board, or not the right one
 */
export async function openBoardEngine(options: BoardEngineOptions): Promise<Engine> {
  requireObject('options', options, 'path', 'network', 'open');
  const { path, network, digest, open, baudRate, onNotice, giveUp_ms } = options;
  const { BoardSessions } = await import('./board-sessions.ts');
  const sessions = new BoardSessions({ open, digest, baudRate, onNotice });
  return ResumingEngine.open({ name: `Uno on ${path}`, network, sessions, onNotice, giveUp_ms });
}
