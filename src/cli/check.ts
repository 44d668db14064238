import { Command } from 'commander';
import { jsonOption, networkArgument } from './arguments.ts';
import { type MachineFlags, readingOf, withReading } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';
import { interruptible } from './interrupt.ts';
import { redraws } from './terminal.ts';
import { version } from './version.ts';

export function command(): Command {
  return withReading(new Command('check'))
    .description(
      'verify a network file: its certificate, with code independent of the prover, and by training it again',
    )
    .addArgument(networkArgument())
    .option('--recordings <file>', 'what the network was learned from, if that was recordings')
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends MachineFlags {
  readonly recordings?: string;
  readonly json?: true;
}

async function run(path: string, flags: Flags): Promise<void> {
  const [{ checkNetwork }, { optionsOf }, progress] = await Promise.all([
    import('../check-network.ts'),
    import('../network/index.ts'),
    redraws() && !flags.json ? import('./train-progress.ts') : undefined,
  ]);
  const recordings =
    flags.recordings === undefined
      ? undefined
      : await (await import('./recordings-file.ts')).recordingsIn(flags.recordings, readingOf(flags));
  let bar: InstanceType<typeof import('./train-progress.ts').TrainProgress> | undefined;
  const { document, pairs, transitions } = await interruptible((signal) =>
    checkNetwork(path, version(), {
      signal,
      recordings,
      onRead: (read) => {
        const options = optionsOf(read);
        bar = progress && options && new progress.TrainProgress(options);
      },
      onProgress: progress && ((now) => bar?.update(now)),
    }),
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
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ network: path, task, verdict: 'proven', pairs, transitions, certificate: proof?.certificate })}\n`
      : `${path}: the certificate holds: ${pairs} pairs, ${transitions} transitions,\n` +
          `each answers as the ${task} does and stays in the set.\n` +
          'Trained again from its provenance, every number in the file came out the same.\n',
  );
}
