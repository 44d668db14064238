import { join } from 'node:path';
import type { Command } from 'commander';
import { sizeOfFile } from '../../network/write-whole.ts';
import type { Task } from '../../tasks/index.ts';
import { checkWhole, DEFAULT_TRAINING } from '../../training/options.ts';
import { folderOption, jsonOption, seedOption } from '../arguments.ts';
import { chosenTask, type TaskFlags, withTask } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { inFolder } from '../folder.ts';
import { interruptible } from '../interrupt.ts';
import { hintAtSearch } from '../machine-hint.ts';
import { whole } from '../number-option.ts';
import { columnsOf, redraws, say } from '../terminal.ts';

export function define(command: Command): Command {
  return withTask(command)
    .addOption(seedOption())
    .option('--starts <n>', 'how many starts, including those of an earlier census', whole, 1_000_000)
    .addOption(folderOption('folder for census.json, which a later census continues, and census.svg'))
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends TaskFlags {
  seed: number;
  starts: number;
  out: string;
  json?: true;
}

/** Time between two saves of the file. */
const SAVE_INTERVAL_MS = 2000;

async function run(flags: Flags): Promise<void> {
  const began = performance.now();
  const task = await chosenTask(flags);
  hintAtSearch('census', flags);
  checkWhole('starts', flags.starts, [1, 1e9]);
  checkWhole('seed', flags.seed, [0, 2 ** 32 - 1]);
  await inFolder(flags.out, 'census.json', () => censusTo(task, flags, began));
}

/** @param began when the command began */
async function censusTo(task: Task, { seed, starts, out, json }: Flags, began: number): Promise<void> {
  // Everything is loaded now, so that a Ctrl-C gets the counts at once.
  const [{ census }, files, { summary }] = await Promise.all([
    import('../../census.ts'),
    import('../census-file.ts'),
    import('../census-report.ts'),
    import('../../view/census-svg.ts'),
  ]);
  const file = join(out, 'census.json');
  const plot = join(out, 'census.svg');
  // A problem with the plot is reported before a million starts, not after.
  await sizeOfFile(plot);

  const { earlier, latest, interrupted } = await files.whileOurs(file, (lost) =>
    interruptible(async (signal) => {
      const earlier = await files.readCensus(file, task, seed);
      const bar =
        redraws() && !json ? (await import('../census-progress.ts')).progress(earlier, starts) : undefined;
      const options = { ...DEFAULT_TRAINING, seed, maxStarts: starts };
      let latest = earlier;
      let saved = began;
      try {
        for await (latest of census(task, options, earlier, { signal: AbortSignal.any([signal, lost]) })) {
          bar?.update(latest);
          if (performance.now() - saved < SAVE_INTERVAL_MS || lost.aborted) continue;
          await files.writeCensus(file, task, seed, latest);
          saved = performance.now();
        }
      } finally {
        bar?.stop();
      }
      if (!lost.aborted) {
        await files.writeCensus(file, task, seed, latest);
        await files.writePlot(plot, task.name, seed, latest);
      }
      return { earlier, latest, interrupted: signal.aborted };
    }),
  );

  const seconds = Math.round((performance.now() - began) / 10) / 100;
  if (json)
    process.stdout.write(`${JSON.stringify({ task: task.name, seed, ...latest, seconds, file, plot })}\n`);
  else {
    const columns = columnsOf(process.stdout, 100);
    say(summary(task, { earlier, latest, seconds, file, plot }, columns));
  }
  if (interrupted)
    throw new CommandError('interrupted; the same command goes on from here', EXIT.interrupted);
}
