import { type Command, Option } from 'commander';
import type { Task } from '../tasks/task.ts';
import { taskText } from '../tasks/task-text.ts';
import { jsonOption } from './arguments.ts';
import { type MachineFlags, readingOf, withReading } from './chosen-task.ts';
import { CommandError, EXIT } from './exit.ts';

export function define(command: Command): Command {
  return withReading(command)
    .argument('<file>', 'KISS2, DOT, JSON, a JavaScript or TypeScript module, or recordings in CSV')
    .addOption(
      new Option('--to <format>', 'write the machine instead; svg is a drawing').choices([
        'kiss2',
        'dot',
        'json',
        'svg',
      ]),
    )
    .option('--out <path>', 'with --to: where it goes, - is the standard output', '-')
    .addOption(jsonOption().conflicts('to'))
    .action(run);
}

interface Flags extends MachineFlags {
  readonly to?: 'kiss2' | 'dot' | 'json' | 'svg';
  readonly out: string;
  readonly json?: true;
}

async function run(path: string, flags: Flags): Promise<void> {
  const { readMachine } = await import('./machine-file.ts');
  const read = await readMachine(path, readingOf(flags));
  if (flags.to === undefined) {
    if (flags.out !== '-') throw new CommandError('--out: expected --to with it, as --to kiss2', EXIT.usage);
    const { machineJson, machineLines } = await import('../view/machine-lines.ts');
    process.stdout.write(flags.json ? `${JSON.stringify(machineJson(read))}\n` : `${machineLines(read)}\n`);
    return;
  }
  const { text, lost } = await written(read.task, flags.to);
  for (const note of [...read.notes, ...lost]) process.stderr.write(`${path}: ${note}\n`);
  if (flags.out === '-') {
    process.stdout.write(text);
    return;
  }
  const { writeWhole } = await import('../network/write-whole.ts');
  await writeWhole(flags.out, text);
}

/** A machine's text in a format, and what that could not hold. */
async function written(
  task: Task,
  to: 'kiss2' | 'dot' | 'json' | 'svg',
): Promise<{ text: string; lost: string[] }> {
  if (to === 'json') return { text: taskText(task), lost: [] };
  if (to === 'svg') {
    const [{ instance }, { machineDrawing }] = await Promise.all([
      import('@viz-js/viz'),
      import('../view/machine-lines.ts'),
    ]);
    return { text: (await instance()).renderString(machineDrawing(task), { format: 'svg' }), lost: [] };
  }
  const { dotText, kiss2Text } = await import('../machine/formats/index.ts');
  return to === 'dot' ? dotText({ machine: task, symbols: task.symbols }) : kiss2Text({ machine: task });
}
