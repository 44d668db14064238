import { readFile } from 'node:fs/promises';
import type { NetworkDocument } from '../network/index.ts';
import type { Task } from '../tasks/index.ts';
import { type EngineChoice, NodeCell, ProbedBoard, SimulatedUno } from '../web/index.ts';
import { CommandError, EXIT } from './exit.ts';
import { atPort, onlyPort, openBoard } from './find-boards.ts';
import { firmwarePath } from './simulated-uno.ts';

/** The engines that the live page offers. */
export function liveEngines(document: NetworkDocument, task: Task, port: string | undefined): EngineChoice[] {
  return [
    {
      id: 'node',
      name: 'Node cell',
      about: 'This computer takes the steps, with the same integers as the board. No board runs.',
      board: false,
      open: async () => new NodeCell(document.fixed, task),
    },
    {
      id: 'uno',
      name: 'Simulated Uno',
      about:
        'A simulated ATmega328P runs the firmware and takes the steps by itself, clocked at its pins. ' +
        'The traces are its pins; states are read, and flipped, in its RAM.',
      board: true,
      open: async () => new SimulatedUno(await readFile(firmwarePath(), 'latin1'), document, task),
    },
    {
      id: 'board',
      name: 'Board',
      about:
        'The board at the serial port computes every step. The state travels with each question and answer, ' +
        'and is flipped on its way. Only its LED is wired; the traces show when steps were taken.',
      board: true,
      open: async () => {
        const { path, line, close } = await openBoard(port ?? (await pluggedIn()));
        return atPort(path, () => ProbedBoard.open(line, close, document, task));
      },
    },
  ];
}

async function pluggedIn(): Promise<string> {
  const path = await onlyPort();
  if (path === undefined) throw new CommandError('no board is plugged in', EXIT.noBoard);
  return path;
}
