import type { Command } from 'commander';
import type { Provenance } from '../../network/index.ts';
import { version } from '../../version.ts';
import { count } from '../../view/counts.ts';
import { jsonOption, networkArgument } from '../arguments.ts';
import { type MachineFlags, readingOf, withReading } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { interruptible } from '../interrupt.ts';
import { givenNetwork } from '../network-file.ts';
import { redraws, say } from '../terminal.ts';

export function define(command: Command): Command {
  return withReading(command, 'recordings')
    .addArgument(networkArgument())
    .option('--recordings <file>', 'the recordings that the network was learned from, if any')
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends MachineFlags {
  readonly recordings?: string;
  readonly json?: true;
}

/** What was repeated, by the method of the provenance. */
const REPEATED = {
  train: 'Trained again from its provenance: every number in the file is the same.',
  shrink: 'Trained and shrunk again from its provenance: every number in the file is the same.',
  learn: 'Learned again from its provenance: every number in the file is the same.',
  construct: 'Constructed again from its machine: every number in the file is the same.',
  recordings:
    'Learned again from the recordings: every number in the file is the same. The machine is the one that the network became.',
  smallest: 'Searched for again: every number in the file is the same.',
  board: 'It was read from a board, which does not know how it was trained: nothing was trained again.',
  import:
    'Rounded again from its weights: every number in the file is the same. Only the file says where the weights come from.',
} as const;

/** Where the machine of a network comes from that `train --recordings` inferred. */
function inferredLine(provenance: Provenance, isGiven: boolean): string {
  const { method } = provenance;
  if (!(method === 'learn' || method === 'construct') || provenance.recordings === undefined) return '';
  return isGiven
    ? '\nIts machine was inferred again from the recordings: it is the same.'
    : '\nIts machine was inferred from recordings; check --recordings FILE infers it again.';
}

async function run(path: string, flags: Flags): Promise<void> {
  const [{ verifyNetwork }, { optionsOf }, progress] = await Promise.all([
    import('../../verify-network.ts'),
    import('../../network/index.ts'),
    redraws() && !flags.json ? import('../train-progress.ts') : undefined,
  ]);
  const recordings =
    flags.recordings === undefined
      ? undefined
      : await (await import('../recordings-file.ts')).recordingsIn(flags.recordings, readingOf(flags));
  let bar: InstanceType<typeof import('../train-progress.ts').TrainProgress> | undefined;
  const { document, pairs, transitions } = await interruptible((signal) =>
    givenNetwork(
      verifyNetwork(path, version(), {
        signal,
        recordings,
        onRead: (read) => {
          const options = optionsOf(read);
          bar = progress && options && new progress.TrainProgress(options);
        },
        onProgress: progress && ((now) => bar?.update(now)),
      }),
    ),
  )
    .catch((error: unknown) => {
      const { name, message } = error as Error;
      if (name === 'AbortError') throw new CommandError('interrupted', EXIT.interrupted);
      if (name === 'ReproduceError') throw new CommandError(`${path}: ${message}`, EXIT.notProven);
      throw error;
    })
    .finally(() => bar?.stop());
  const { proof } = document;
  const task = document.machine.name;
  if (flags.json) {
    const { certificate } = proof ?? {};
    process.stdout.write(
      `${JSON.stringify({ network: path, task, verdict: 'proven', pairs, transitions, certificate })}\n`,
    );
    return;
  }
  say(
    `${path}: the certificate holds: ${count(pairs, 'pair')}, ${count(transitions, 'transition')}. Each gives the output of the ${task} and leads to one of these pairs.\n` +
      REPEATED[document.provenance.method] +
      inferredLine(document.provenance, recordings !== undefined),
  );
}
