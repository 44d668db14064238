import { type Description, digestOf, readNetworkOf, readSpare } from '../board/index.ts';
import { readNetwork, taskOf } from '../network/index.ts';
import { sizeOfFile } from '../network/write-whole.ts';
import type { Task } from '../tasks/index.ts';
import { identify } from './board-read.ts';
import { longReport } from './board-report.ts';
import { type MachineFlags, machineOf } from './chosen-task.ts';
import { defaultNetwork } from './config.ts';
import { CommandError, EXIT } from './exit.ts';
import { askBoard, findPort } from './find-boards.ts';
import { givenNetwork } from './network-file.ts';
import { pinsOn } from './stand-alone-pins.ts';
import { say } from './terminal.ts';

interface InfoFlags extends MachineFlags {
  readonly port?: string;
  readonly machine?: string;
  readonly json?: true;
}

/**
 * Reports what a board runs.
 *
 * @param file of the network that runs, which has the names that a board does not keep
 */
export async function boardInfo(file: string | undefined, flags: InfoFlags): Promise<void> {
  if (file !== undefined && flags.machine !== undefined)
    throw new CommandError(
      `expected a network or --machine for the names of pins, got ${file} and ${flags.machine}; leave one out`,
      EXIT.usage,
    );
  const given = flags.machine === undefined ? undefined : await machineOf(flags.machine, flags);
  const port = await findPort(flags.port);
  const [description, spare, content] = await askBoard(
    port,
    async (board, said) =>
      [
        said,
        said.network && (await readSpare(board, said.network)),
        given && said.network && (await readNetworkOf(board, said.network)),
      ] as const,
  );
  const task = content ? identify(content, given).task : await taskInFile(file, description, flags);
  const { network = null, ...rest } = description;
  if (!flags.json) return say(longReport(port, description, spare, task));
  const pins = task && network ? Object.fromEntries(pinsOn(task, network)) : null;
  process.stdout.write(`${JSON.stringify({ port, ...rest, network, pins, spare: spare ?? null })}\n`);
}

/** The task of a file that holds the network which runs; a file of another network is said to be one. */
async function taskInFile(
  file: string | undefined,
  { network }: Description,
  { json }: InfoFlags,
): Promise<Task | undefined> {
  const path = file ?? defaultNetwork();
  if (network === undefined || (file === undefined && (await sizeOfFile(path)) === undefined))
    return undefined;
  // Nobody named the default file: whatever it is, the board is asked.
  const document = await givenNetwork(readNetwork(path)).catch((error: unknown) => {
    if (file !== undefined) throw error;
  });
  if (document === undefined) return undefined;
  const digest = digestOf(document.digests);
  if (digest === network.digest) return taskOf(document);
  if (file !== undefined && !json)
    say(`${path}: it holds the network ${digest}, and the board runs ${network.digest}`, process.stderr);
  return undefined;
}
