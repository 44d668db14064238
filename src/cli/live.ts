import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { usbPorts } from '../board/index.ts';
import type { EngineChoice, OpenEngine } from '../web/index.ts';
import { networkArgument, whole } from './arguments.ts';
import { CommandError, EXIT } from './exit.ts';
import { atPort, findPort, openBoard, portOption } from './find-boards.ts';
import { firmwarePath } from './simulated-uno.ts';

/** The built page. */
const PAGE = join(dirname(createRequire(import.meta.url).resolve('carrybit/package.json')), 'dist/page');
/** Where the page is served unless told otherwise. */
const DEFAULT_PORT = 8808;

export function command(): Command {
  return new Command('live')
    .description('serve a page that shows the network at work: Uno, traces, states, automaton, sums')
    .addArgument(networkArgument())
    .option('--http <port>', 'port of the page on 127.0.0.1; 0 takes a free one', whole, DEFAULT_PORT)
    .addOption(portOption())
    .action(run);
}

interface Flags {
  http: number;
  port?: string;
}

async function run(path: string, { http, port }: Flags): Promise<void> {
  if (http < 0 || http > 65_535)
    throw new CommandError(`--http is ${http}, allowed is a whole number from 0 to 65535`, EXIT.usage);
  const [{ readNetwork, taskOf }, { minimalAutomaton, prove }, web] = await Promise.all([
    import('../network/index.ts'),
    import('../proof/index.ts'),
    import('../web/index.ts'),
  ]);
  const document = await readNetwork(path);
  const task = taskOf(document);
  const proof = prove(document.fixed, task);
  if (proof.verdict !== 'proven')
    throw new CommandError(`${path} is not proven; carrybit prove tells why`, EXIT.notProven);
  const automaton = minimalAutomaton(document.fixed, task, proof);

  const engines: (EngineChoice & { open: OpenEngine })[] = [
    {
      id: 'node',
      name: 'Node cell',
      about: 'This computer takes the steps, with the same integers as the board. No board runs.',
      board: false,
      open: async () => new web.NodeCell(document.fixed, task),
    },
    {
      id: 'uno',
      name: 'Simulated Uno',
      about:
        'A simulated ATmega328P runs the firmware and adds by itself, clocked at its pins. Traces are its pins, states are read in its RAM, and that is where a flipped bit is flipped.',
      board: true,
      open: async () => new web.SimulatedUno(await readFile(firmwarePath(), 'utf8'), document, task),
    },
    {
      id: 'board',
      name: 'Board',
      about:
        'The board at the serial port computes every step. The state travels with each question and answer, and is flipped on its way. CLK and RESET are not wired: the trace shows when steps were taken.',
      board: true,
      open: async () => {
        const { path, line, close } = await openBoard(await boardPort(port));
        return atPort(path, () => web.ProbedBoard.open(line, close, document, task));
      },
    },
  ];
  const loss = await web.lossCurve(document, task);
  const choices = engines.map(({ open: _, ...choice }) => choice);
  const about = await web.aboutNetwork(path, document, task, proof, automaton, choices, loss);
  const openers = new Map(engines.map(({ id, open }) => [id, open]));
  const live = await web.Run.open(task, document.fixed, automaton, openers, 'node');
  const server = await web
    .serveLive({ port: http, page: PAGE, run: live, about, loss })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        throw new CommandError(`port ${http} is taken; choose another with --http, or 0 for a free one`);
      if (error.code === 'EACCES')
        throw new CommandError(`port ${http} may not be used; choose another with --http`);
      throw error;
    });
  process.stdout.write(`${path} runs at ${server.url} (Ctrl-C ends it)\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
}

/** The port that was asked for, else the one board that is plugged in. @throws CommandError if there is none */
async function boardPort(asked: string | undefined): Promise<string> {
  if (asked === undefined && (await usbPorts()).length === 0)
    throw new CommandError('no board is plugged in', EXIT.noBoard);
  return findPort(asked);
}
