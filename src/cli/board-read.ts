import { dirname } from 'node:path';
import { type ImageContent, readNetworkOf } from '../board/index.ts';
import { type Origin, readNetwork, writeNetwork } from '../network/index.ts';
import { fixedDigest, type Proven, prove } from '../proof/index.ts';
import { type Task, tasks } from '../tasks/index.ts';
import { version } from '../version.ts';
import { count } from '../view/counts.ts';
import { type MachineFlags, machineOf } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';
import { askBoard, findPort } from './find-boards.ts';
import { makeFolder } from './folder.ts';
import { refuseOther } from './refuse-other.ts';
import { wiringFlags } from './stand-alone-pins.ts';
import { say } from './terminal.ts';

export interface ReadFlags extends MachineFlags {
  readonly port?: string;
  readonly out: string;
  readonly machine?: string;
  readonly json?: true;
}

/** Reads the network that a board runs back into a file. */
export async function readBoard(flags: ReadFlags): Promise<void> {
  const { out } = flags;
  const given = flags.machine === undefined ? undefined : await machineOf(flags.machine, flags);
  const port = await findPort(flags.port);
  const { firmware, content } = await askBoard(port, async (board, description) => {
    if (description.network === undefined)
      throw new CommandError(
        `${port} has no network; carrybit flash-weights gives it one`,
        EXIT.boardRefused,
      );
    return { firmware: description.firmware, content: await readNetworkOf(board, description.network) };
  });
  const { task, proof } = identify(content, given);
  await refuseOther(out, fixedDigest(content.fixed), 'choose another place with --out');
  const { digest, wiring } = content;
  const wired = wiringFlags(task, wiring);
  const { transitions } = proof;
  const pairs = proof.pairs.nodes;
  const isKept = await holdsMore(out);
  const origin: Origin = { method: 'board', carrybit: version(), firmware };
  if (!isKept) await makeFolder(dirname(out));
  const written = isKept
    ? { network: out }
    : await writeNetwork(out, task, undefined, content.fixed, origin, proof);
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ port, ...written, task: task.name, digest, wiring, verdict: 'proven', pairs, transitions })}\n`,
    );
  else
    say(
      [
        `${port}: every constant of the ${task.name} ${digest} was read; the network is in ${out}.`,
        `Proven again for streams of any length: ${count(pairs, 'pair')}, ${count(transitions, 'transition')}.`,
        isKept
          ? `${out} already held this network and how it was made, which a board does not keep: the file is unchanged.`
          : 'A board does not keep the float network, nor how it was trained: the file says so.',
        ...(wired === '' ? [] : [`The file does not say how the pins are wired: flash it with ${wired}.`]),
      ].join('\n'),
    );
}

/** Whether a file of this network already says how it was made. */
async function holdsMore(file: string): Promise<boolean> {
  const { sizeOfFile } = await import('../network/write-whole.ts');
  return (await sizeOfFile(file)) !== undefined && (await readNetwork(file)).provenance.method !== 'board';
}

/**
 * The machine that a network from a board is proven to implement: the given one, or one of the built-in machines,
 * beginning with the one of its name. A board keeps only a name of 15 characters of its machine.
 */
export function identify(
  { task: name, digest, fixed }: ImageContent,
  given: Task | undefined,
): { task: Task; proof: Proven } {
  const candidates = given
    ? [given]
    : [...tasks.values()].sort((one, other) => Number(other.name === name) - Number(one.name === name));
  const fitting = candidates.filter(
    ({ inputs, outputs }) => inputs.length === fixed.inputs && outputs.length === fixed.outputs,
  );
  const sizes = `${count(fixed.inputs, 'input')} and ${count(fixed.outputs, 'output')}`;
  if (given && fitting.length === 0)
    throw new CommandError(
      `--machine: expected ${sizes}, as the network on the board has, got ${given.inputs.length} and ${given.outputs.length}`,
      EXIT.usage,
    );
  for (const task of fitting) {
    const proof = prove(fixed, task);
    if (proof.verdict === 'proven') return { task, proof };
  }
  const board = `the network on the board, "${name}" ${digest}, with ${sizes},`;
  if (given) throw new CommandError(`${board} does not do what ${given.name} says`, EXIT.notProven);
  throw new CommandError(
    `${board} is none of the built-in machines; the board keeps no machine, so name its file with --machine`,
    EXIT.usage,
  );
}
