import { Command, Option } from 'commander';
import { connect, type Flashed, flash } from '../board/index.ts';
import type { NetworkDocument } from '../network/index.ts';
import { jsonOption, networkArgument, requireProof } from './arguments.ts';
import { CommandError, explainError } from './exit.ts';
import { allPorts, atPort, findPort, openBoard, portOption } from './find-boards.ts';
import { FlashProgress } from './flash-progress.ts';

export function command(): Command {
  return new Command('flash-weights')
    .description('put a proven network on a board, which goes on with the old one until all is verified')
    .addArgument(networkArgument())
    .addOption(portOption())
    .addOption(new Option('--all', 'flash every board that is plugged in').conflicts('port'))
    .addOption(jsonOption())
    .action(run);
}

interface Outcome {
  readonly port: string;
  readonly flashed?: Flashed;
  readonly error?: { readonly message: string; readonly exitCode: number };
}

async function run(path: string, flags: { port?: string; all?: true; json?: true }): Promise<void> {
  const { readNetwork } = await import('../network/index.ts');
  const document = await readNetwork(path);
  await requireProof(path, document, false);
  const ports = flags.all ? await allPorts() : [await findPort(flags.port)];
  const progress = new FlashProgress(flags.json === true);
  const outcomes = await Promise.all(ports.map((port) => flashOne(port, document, progress)));
  progress.stop();

  if (flags.json) process.stdout.write(`${JSON.stringify({ network: path, boards: outcomes })}\n`);
  else
    for (const outcome of outcomes)
      if (outcome.flashed) process.stdout.write(report(outcome.port, outcome.flashed));
  const failed = outcomes.flatMap(({ error }) => error ?? []);
  if (failed[0]) throw new CommandError(failed.map(({ message }) => message).join('\n'), failed[0].exitCode);
}

/** Never throws: with several boards, one that fails does not stop the others. */
async function flashOne(port: string, document: NetworkDocument, progress: FlashProgress): Promise<Outcome> {
  try {
    return await atPort(port, async () => {
      const opened = await openBoard(port);
      try {
        const { board, description } = await connect(opened.line);
        const flashed = await flash(board, description, document, (...step) =>
          progress.update(port, ...step),
        );
        return { port, flashed };
      } finally {
        await opened.close();
      }
    });
  } catch (error) {
    return { port, error: explainError(error) };
  }
}

function report(port: string, { bytes, transitions, before, after }: Flashed): string {
  const had = before ? `the ${before.task} ${before.digest}` : 'no network';
  return [
    `${port}: ${bytes} bytes written and read back; ${transitions} of ${transitions} reachable transitions taken by the board`,
    `as proven. It now runs the ${after.task} ${after.digest} (slot ${after.slot}, update ${after.sequence}), before ${had}.`,
    '',
  ].join('\n');
}
