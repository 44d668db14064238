import { Board } from './board.ts';
import { BoardError } from './board-error.ts';
import type { Description } from './description.ts';
import type { Transport } from './line.ts';
import { Link } from './link.ts';

/** Name of carrybit's firmware. */
const OURS = 'carrybit';
/** Maximum of bytes of a text that are kept. */
const MAX_TEXT_CHARACTERS = 200;

/**
 * Waits until the board on an open line replies as a carrybit board. If it was reset, this waits through its boot
 * loader.
 *
 * @throws BoardError 'foreign', 'silent' or 'version' if it never does, 'lost' if the line closes, 'absent' if a text
 *   on the line says that another program has the board
 */
export async function connect(line: Transport): Promise<{ board: Board; description: Description }> {
  const text = greetingText(line);
  const link = new Link(line);
  const board = new Board(link);
  try {
    return { board, description: await board.describe() };
  } catch (error) {
    link.close();
    if (!(error instanceof BoardError)) throw error;
    if (error.problem === 'lost' && text())
      throw new BoardError(
        'absent',
        `the board is taken: the port says "${text()}"; close the program that uses it`,
      );
    if (error.problem !== 'silent') throw error;
    const seconds = /[\d.]+ s$/.exec(error.message)?.[0] ?? '';
    if (link.firmware === OURS)
      throw new BoardError(
        'silent',
        `its firmware is ${OURS}, but no complete reply came in ${seconds}; is it reset again and again, or is the cable bad?`,
      );
    if (link.isNoisy)
      throw new BoardError('silent', `everything that it sent for ${seconds} was damaged; is the cable bad?`);
    const remedy = 'carrybit flash-firmware puts its firmware on an Uno';
    if (link.firmware !== undefined) {
      throw new BoardError('foreign', `not a carrybit board: its firmware is "${link.firmware}"; ${remedy}`);
    }
    const heard = link.received > 0 ? 'not a carrybit board: it sends something else' : 'nothing answers';
    throw new BoardError('foreign', `${heard}; ${remedy}`);
  }
}

/**
 * A text on the line, such as a TCP server sends when another program has the board; empty if there is anything else.
 */
function greetingText(line: Transport): () => string {
  let said = '';
  line.on('data', (bytes) => {
    if (said.length < MAX_TEXT_CHARACTERS) said += String.fromCharCode(...bytes);
  });
  return () => (/^[\x20-\x7e\r\n]+$/.test(said) ? said.trim().slice(0, MAX_TEXT_CHARACTERS) : '');
}
