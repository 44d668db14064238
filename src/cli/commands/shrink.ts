import { join } from 'node:path';
import type { Command } from 'commander';
import type { Shrunk } from '../../shrink.ts';
import type { Task } from '../../tasks/index.ts';
import { DEFAULT_TRAINING } from '../../training/options.ts';
import { count } from '../../view/counts.ts';
import { folderOption, hiddenOption, jsonOption, seedOption } from '../arguments.ts';
import { chosenTask, type TaskFlags, withTask } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { inFolder } from '../folder.ts';
import { interruptible } from '../interrupt.ts';
import { hintAtSearch } from '../machine-hint.ts';
import { whole } from '../number-option.ts';
import { redraws } from '../terminal.ts';

export function define(command: Command): Command {
  return withTask(command)
    .addOption(seedOption())
    .addOption(hiddenOption())
    .option('--max-starts <n>', 'how many starts to train', whole, 200)
    .addOption(folderOption())
    .addOption(jsonOption())
    .action(run);
}

interface Flags extends TaskFlags {
  seed: number;
  hidden: number;
  maxStarts: number;
  out: string;
  json?: true;
}

async function run(flags: Flags): Promise<void> {
  const task = await chosenTask(flags);
  hintAtSearch('shrink', flags);
  await inFolder(flags.out, 'smallest.json', () => shrinkTo(task, flags));
}

async function shrinkTo(task: Task, { seed, hidden, maxStarts: starts, out, json }: Flags): Promise<void> {
  const [{ shrink }, { writeNetwork }, { version }] = await Promise.all([
    import('../../shrink.ts'),
    import('../../network/index.ts'),
    import('../../version.ts'),
  ]);
  const terminal = redraws() && !json;
  let tried = 0;
  const frontier = await interruptible((signal) =>
    shrink(
      task,
      { ...DEFAULT_TRAINING, seed, hidden, maxStarts: starts },
      {
        signal,
        onStart: (_, smallest) => {
          tried++;
          if (!terminal) return;
          const found = smallest ? `smallest so far ${count(smallest.bits, 'bit')}` : 'none proven yet';
          process.stderr.write(`\r\u001b[Kstart ${tried} of ${starts}: ${found}`);
        },
      },
    ),
  ).finally(() => {
    if (terminal) process.stderr.write('\r\u001b[K');
  });
  const interrupted = tried < starts;

  const [smallest] = frontier;
  if (smallest === undefined) {
    throw interrupted
      ? new CommandError('interrupted before a network was proven', EXIT.interrupted)
      : new CommandError(
          `none of ${count(starts, 'start')} led to a proven network; try more --max-starts`,
          EXIT.startsExhausted,
        );
  }
  const { trained, float, fixed, proof } = smallest;
  const options = { ...DEFAULT_TRAINING, seed, hidden, maxStarts: tried };
  const origin = {
    options,
    start: trained.start,
    exact: trained.accuracy,
    dropped: undefined,
    version: version(),
  };
  const files = await writeNetwork(join(out, 'smallest.json'), task, float, fixed, origin, proof);

  if (json) {
    const rows = frontier.map(({ bits, fixed, trained }) => ({ bits, start: trained.start, fixed }));
    process.stdout.write(
      `${JSON.stringify({ task: task.name, seed, starts: tried, frontier: rows, files })}\n`,
    );
  } else
    process.stdout.write(
      `${table(frontier)}\n\nsmallest network  ${files.network}\ncertificate       ${files.certificate}\n`,
    );
  if (interrupted) throw new CommandError('interrupted; this is what was found until then', EXIT.interrupted);
}

function table(frontier: readonly Shrunk[]): string {
  const head = ['bits', 'bytes', 'weight bits', 'state bits', 'table entries', 'reachable states', 'start'];
  const rows = frontier.map(({ bits, fixed, proof, trained }) => [
    bits,
    Math.ceil(bits / 8),
    fixed.weightBits,
    fixed.stateBits,
    2 ** fixed.tableBits,
    proof.states,
    trained.start,
  ]);
  const lines = [head, ...rows.map((row) => row.map(String))];
  return lines
    .map((line) => line.map((cell, column) => cell.padStart(head[column]?.length ?? 0)).join('  '))
    .join('\n');
}
