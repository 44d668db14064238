import { type Command, Option } from 'commander';
import { jsonOption } from '../arguments.ts';
import { type MachineFlags, readingOf, withReading } from '../chosen-task.ts';
import { CommandError, EXIT } from '../exit.ts';
import { MACHINE_FORMATS, type MachineFormat } from '../machine-text.ts';
import { say } from '../terminal.ts';

export function define(command: Command): Command {
  return withReading(command)
    .argument(
      '<file>',
      'KISS2, DOT, JSON, a JavaScript or TypeScript module, recordings in CSV or VCD, or a regular expression',
    )
    .addOption(
      new Option('--to <format>', 'write the machine instead; svg is a drawing of up to 64 states').choices(
        MACHINE_FORMATS,
      ),
    )
    .option('--out <path>', 'with --to: output file; - is the standard output', '-')
    .option('--force', 'with --out: overwrite a file of another machine')
    .addOption(jsonOption().conflicts('to'))
    .action(run);
}

interface Flags extends MachineFlags {
  readonly to?: MachineFormat;
  readonly out: string;
  readonly force?: true;
  readonly json?: true;
}

async function run(path: string, flags: Flags): Promise<void> {
  // A problem with the place is reported before a machine is inferred from recordings.
  if (flags.to !== undefined && flags.out !== '-') {
    await (await import('../refuse-other.ts')).refuseInput('--out', flags.out, path);
    await (await import('../folder.ts')).checkPlace(flags.out);
  }
  const { readMachine } = await import('../machine-file.ts');
  const read = await readMachine(path, readingOf(flags));
  if (flags.to === undefined) {
    if (flags.out !== '-') throw new CommandError('--out: expected --to with it, as --to kiss2', EXIT.usage);
    const { machineJson, machineLines } = await import('../../view/machine-lines.ts');
    if (flags.json) process.stdout.write(`${JSON.stringify(machineJson(read))}\n`);
    else {
      const [{ unseen }, { outputLines }] = await Promise.all([
        import('../../unseen.ts'),
        import('../unseen-lines.ts'),
      ]);
      // States that cannot be reached have a row of their own.
      say(machineLines({ ...read, notes: [...read.notes, ...outputLines(unseen(read.task))] }));
    }
    return;
  }
  const { machineText } = await import('../machine-text.ts');
  const { text, lost } = await machineText(read.task, flags.to, path);
  for (const note of [...read.notes, ...lost]) say(`${path}: ${note}`, process.stderr);
  if (flags.out === '-') {
    process.stdout.write(text);
    return;
  }
  if (flags.force !== true)
    await (await import('../refuse-other.ts')).refuseOtherText('--out', flags.out, text);
  const { writeWhole } = await import('../../network/write-whole.ts');
  await writeWhole(flags.out, text);
}
