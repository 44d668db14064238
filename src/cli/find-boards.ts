import { Option } from 'commander';
import type { Uno } from '../../firmware-sim/index.ts';
import { type Binding, BoardError, closeLine, type Line, openLine, usbPorts } from '../board/index.ts';
import { CommandError, EXIT } from './exit.ts';

/** The name of the simulated Uno among the ports. */
export const SIMULATED = 'sim';

export const portOption = () =>
  new Option(
    '--port <path>',
    `port of the board: a device, tcp://host:port, or ${SIMULATED} for the simulated Uno`,
  ).env('CARRYBIT_PORT');

/** An open line to a board, simulated or real. */
export interface OpenBoard {
  readonly path: string;
  readonly line: Line;
  /** The board itself, if it is simulated. */
  readonly uno: Uno | undefined;
  close(): Promise<void>;
}

/**
 * The port that was asked for, else the one board that is plugged in, else the simulated one.
 *
 * @throws CommandError listing the ports if there are several
 */
export async function findPort(asked: string | undefined): Promise<string> {
  const port = asked ?? (await onlyPort());
  if (port !== undefined) return port;
  process.stderr.write(`No board is plugged in: using the simulated Uno (--port ${SIMULATED}).\n`);
  return SIMULATED;
}

/** The port of the one board that is plugged in, if any is. @throws CommandError listing the ports if there are several */
export async function onlyPort(): Promise<string | undefined> {
  const ports = await usbPorts();
  if (ports.length <= 1) return ports[0]?.path;
  const list = ports.map(({ path, manufacturer, serialNumber }) =>
    ['  ', path, manufacturer, serialNumber].filter(Boolean).join('  '),
  );
  throw new CommandError(
    `several boards are plugged in, choose one with --port:\n${list.join('\n')}`,
    EXIT.noBoard,
  );
}

/** Opens a port; `sim` makes the simulated Uno and lets it run. @throws BoardError 'absent' */
export async function openBoard(path: string): Promise<OpenBoard> {
  const simulated = path === SIMULATED ? await simulatedBoard() : undefined;
  try {
    const line = await openLine(path, simulated?.binding);
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

/** Adds the port's name to what a board's error says. */
export async function atPort<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof BoardError && !error.message.includes(path))
      error.message = `${path}: ${error.message}`;
    throw error;
  }
}

async function simulatedBoard(): Promise<{ uno: Uno; binding: Binding; stop(): Promise<void> }> {
  const [{ createBinding }, { simulatedUno }] = await Promise.all([
    import('../../firmware-sim/index.ts'),
    import('./simulated-uno.ts'),
  ]);
  // Whoever loses the EEPROM file loses the board.
  const { uno, release } = await simulatedUno({}, () => uno.serial.unplug());
  uno.start('flat-out');
  return {
    uno,
    binding: createBinding({ [SIMULATED]: uno }),
    async stop() {
      uno.stop();
      await release();
    },
  };
}
