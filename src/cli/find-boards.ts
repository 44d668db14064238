import { Option } from 'commander';
import type { Uno } from '../../firmware-sim/index.ts';
import {
  BAUD_RATE,
  type Board,
  BoardError,
  closeLine,
  connect,
  type Description,
  type Line,
  listPorts,
  openLine,
  type Port,
} from '../board/index.ts';
import { config } from './config.ts';
import { CommandError, EXIT } from './exit.ts';
import { say } from './terminal.ts';

/** The name of the simulated Uno in lists of ports. */
export const SIMULATED = 'sim';

export const portOption = () =>
  new Option(
    '--port <path>',
    `port of the board: a device, socket://HOST:PORT, or ${SIMULATED} for the simulated Uno`,
  )
    .env('CARRYBIT_PORT')
    .default(config().port);

/** An open line to a board, simulated or real. */
export interface OpenBoard {
  readonly path: string;
  readonly line: Line;
  /** The board itself, if it is simulated. */
  readonly uno: Uno | undefined;
  close(): Promise<void>;
}

/**
 * The port that was asked for, or the one board that is plugged in, or the simulated one.
 *
 * @throws CommandError listing the ports if a person has to choose
 */
export async function findPort(asked: string | undefined): Promise<string> {
  const port = asked ?? (await onlyPort());
  if (port !== undefined) return port;
  say(`No board is plugged in: using the simulated Uno (--port ${SIMULATED}).`, process.stderr);
  return SIMULATED;
}

/**
 * The port of the one board that is plugged in; undefined if no port may have a board.
 *
 * @throws CommandError listing the ports if there are several, or only ports of unknown vendors
 */
export async function onlyPort(): Promise<string | undefined> {
  const ports = await visiblePorts();
  const [first, ...others] = ports.filter(({ device }) => device !== undefined);
  if (first && others.length === 0) return first.path;
  if (ports[0] === undefined) return undefined;
  const why = first
    ? 'several boards are plugged in, choose one with --port'
    : `is it a board? The vendor is unknown; choose a port as with --port ${ports[0].path}`;
  throw new CommandError(`${why}:\n${portLines(ports)}`, EXIT.noBoard);
}

/** The ports of all boards that are plugged in. @throws CommandError if there is none */
export async function allPorts(): Promise<string[]> {
  const ports = (await visiblePorts()).filter(({ device }) => device !== undefined);
  if (ports.length > 0) return ports.map(({ path }) => path);
  await onlyPort();
  throw new CommandError('no board is plugged in', EXIT.noBoard);
}

/** The ports, one on each line. */
function portLines(ports: readonly Port[]): string {
  return ports.map(({ path, device }) => `   ${path}  ${device ?? '(vendor unknown)'}`).join('\n');
}

let isProblemSaid = false;

/** The ports of this computer. Reports once if the system cannot list them. */
export async function visiblePorts(): Promise<readonly Port[]> {
  const { ports, problem } = await listPorts();
  if (problem !== undefined && !isProblemSaid) {
    isProblemSaid = true;
    say(
      `Ports cannot be listed here, ${problem}: looking for /dev/serial/by-id, /dev/ttyACM* and /dev/ttyUSB*.`,
      process.stderr,
    );
  }
  return ports;
}

/** Opens a port; `sim` starts the simulated Uno. @throws BoardError 'absent' */
export async function openBoard(path: string): Promise<OpenBoard> {
  const simulated = path === SIMULATED ? await simulatedBoard() : undefined;
  try {
    const line = await (simulated?.open() ?? openLine(path));
    return {
      path,
      line,
      uno: simulated?.uno,
      async close() {
        await closeLine(line);
        await simulated?.stop();
      },
    };
  } catch (error) {
    await simulated?.stop();
    throw error;
  }
}

/** Adds the name of the port to the message of a board's error. */
export async function atPort<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof BoardError && !error.message.includes(path))
      error.message = `${path}: ${error.message}`;
    throw error;
  }
}

/** Opens a port, waits for a carrybit board, and closes the port when the work is done. */
export async function askBoard<Result>(
  port: string,
  work: (board: Board, description: Description) => Promise<Result>,
): Promise<Result> {
  return atPort(port, async () => {
    const opened = await openBoard(port);
    try {
      const { board, description } = await connect(opened.line);
      return await work(board, description);
    } finally {
      await opened.close();
    }
  });
}

async function simulatedBoard(): Promise<{ uno: Uno; open(): Promise<Line>; stop(): Promise<void> }> {
  const [{ createBinding }, { simulatedUno }, { SimulatedLine }] = await Promise.all([
    import('../../firmware-sim/index.ts'),
    import('./simulated-uno.ts'),
    import('./simulated-line.ts'),
  ]);
  // Without its EEPROM file the simulated board counts as unplugged.
  const { uno, release } = await simulatedUno({}, () => uno.serial.unplug());
  uno.start('flat-out');
  return {
    uno,
    async open() {
      const binding = createBinding({ [SIMULATED]: uno });
      return new SimulatedLine(await binding.open({ path: SIMULATED, baudRate: BAUD_RATE }));
    },
    async stop() {
      uno.stop();
      await release();
    },
  };
}
