import { Command, Option } from 'commander';
import { connect, type Flashed, flash, usbPorts, type Wiring } from '../board/index.ts';
import type { NetworkDocument } from '../network/index.ts';
import {
  clockOption,
  jsonOption,
  networkArgument,
  pullUpOption,
  requireProof,
  wiringOf,
} from './arguments.ts';
import { CommandError, EXIT, explainError } from './exit.ts';
import { atPort, findPort, openBoard, portOption } from './find-boards.ts';
import { FlashProgress } from './flash-progress.ts';

interface Flags {
  port?: string;
  all?: true;
  clock: Wiring['clock'];
  pullUp?: true;
  json?: true;
}

export function command(): Command {
  return new Command('flash-weights')
    .description('put a proven network on a board, which goes on with the old one until all is verified')
    .addArgument(networkArgument())
    .addOption(portOption())
    .addOption(new Option('--all', 'flash every board that is plugged in').conflicts('port'))
    .addOption(clockOption())
    .addOption(pullUpOption())
    .addOption(jsonOption())
    .action(run);
}

interface Outcome {
  readonly port: string;
  readonly flashed?: Flashed;
  readonly error?: { readonly message: string; readonly exitCode: number };
}

async function run(path: string, flags: Flags): Promise<void> {
  const { readNetwork } = await import('../network/index.ts');
  const document = await readNetwork(path);
  requireProof(path, document, false);
  const ports = flags.all ? await allPorts() : [await findPort(flags.port)];
  const progress = new FlashProgress(flags.json === true);
  const outcomes = await Promise.all(
    ports.map((port) => flashOne(port, document, wiringOf(flags), progress)),
  );
  progress.stop();

  if (flags.json) process.stdout.write(`${JSON.stringify({ network: path, boards: outcomes })}\n`);
  else
    for (const outcome of outcomes)
      if (outcome.flashed) process.stdout.write(report(outcome.port, outcome.flashed));
  const failed = outcomes.flatMap(({ error }) => error ?? []);
  if (failed[0]) throw new CommandError(failed.map(({ message }) => message).join('\n'), failed[0].exitCode);
}

async function allPorts(): Promise<string[]> {
  const ports = (await usbPorts()).map(({ path }) => path);
  if (ports.length === 0) throw new CommandError('no board is plugged in', EXIT.noBoard);
  return ports;
}

/** Never throws: with several boards, one that fails does not stop the others. */
async function flashOne(
  port: string,
  document: NetworkDocument,
  wiring: Wiring,
  progress: FlashProgress,
): Promise<Outcome> {
  try {
    return await atPort(port, async () => {
      const opened = await openBoard(port);
      try {
        const { board, description } = await connect(opened.line);
        const onProgress: Parameters<typeof flash>[3] = (...step) => progress.update(port, ...step);
        const flashed = await flash(board, description, document, onProgress, wiring);
        return { port, flashed };
      } finally {
        await opened.close();
      }
    });
  } catch (error) {
    return { port, error: explainError(error) };
  }
}

const CLOCKED_BY = { button: 'buttons for CLK and RESET', electronic: 'an electronic clock' } as const;

function report(port: string, { bytes, transitions, before, after }: Flashed): string {
  const had = before ? `the ${before.task} ${before.digest}` : 'no network';
  return [
    `${port}: ${bytes} bytes written and read back; ${transitions} of ${transitions} reachable transitions taken by the board`,
    `as proven. It now runs the ${after.task} ${after.digest} (slot ${after.slot}, update ${after.sequence}), before ${had}.`,
    `At its pins it expects ${CLOCKED_BY[after.wiring.clock]}${after.wiring.pullUp ? ', to ground: pull-ups are on' : ''}.`,
    '',
  ].join('\n');
}
