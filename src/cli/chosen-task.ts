import { type Command, Option } from 'commander';
import type { RecordedClock } from '../machine/formats/vcd-clock.ts';
import type { ReadingOptions, Task } from '../tasks/index.ts';
import { tasks } from '../tasks/registry.ts';
import { count } from '../view/counts.ts';
import { CommandError, EXIT } from './exit.ts';
import { say } from './terminal.ts';

/** How to read a machine file. */
export interface MachineFlags {
  readonly codes?: 'binary' | 'one-hot';
  readonly outputs?: string[];
  readonly clock?: RecordedClock;
}

/** The task of a training: built in, or from a file. */
export interface TaskFlags extends MachineFlags {
  readonly task: string;
  readonly machine?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** Options that choose a task. */
export function withTask(command: Command): Command {
  const names = [...tasks.keys()];
  command.addOption(new Option('--task <name>', 'what to learn').choices(names).default('adder'));
  return withMachine(command, 'learn your own machine instead', 'task');
}

/** Options that name a machine's file. */
export function withMachine(command: Command, about: string, ...conflicts: string[]): Command {
  const file = new Option(
    '--machine <file>',
    `${about}: KISS2, DOT, JSON, a module, recordings in CSV or VCD, or a regular expression`,
  );
  return withReading(command.addOption(file.conflicts(conflicts)), 'machine', 'recordings', 'property');
}

/** Options that say how a file is read, which one of these options names; without any, an argument names it. */
export function withReading(command: Command, ...files: string[]): Command {
  return command
    .hook('preAction', () => checkHasFile(command, files))
    .addOption(
      new Option('--codes <kind>', 'how a file’s symbols become bits (default: binary)').choices([
        'binary',
        'one-hot',
      ]),
    )
    .option(
      '--outputs <names>',
      'columns or signals of recordings that are outputs (default: the last one)',
      commaList,
    )
    .addOption(recordedClockOption());
}

/** The option that says what drove the clock of a recording. */
export const recordedClockOption = () =>
  new Option(
    '--clock <kind>',
    'with recordings in VCD: what drives the clock, a button (which bounces) or an electronic clock (default: what its edges show)',
  ).choices(['button', 'electronic']);

function checkHasFile(command: Command, files: readonly string[]): void {
  const flags = command.opts();
  const [file] = files;
  if (file === undefined || files.some((each) => flags[each] !== undefined)) return;
  const stray = ['codes', 'outputs', 'clock'].find((each) => flags[each] !== undefined);
  if (stray !== undefined)
    throw new CommandError(
      `--${stray}: expected a file with it, as --${file} FILE, got none; leave --${stray} out`,
      EXIT.usage,
    );
}

const commaList = (text: string) => text.split(',').map((name) => name.trim());

/** {@link MachineFlags} as options of the readers. */
export function readingOf({ codes, outputs, clock }: MachineFlags): ReadingOptions {
  return { coding: codes, outputs, clock };
}

/** The task that the flags choose. Assumptions about a file go to stderr. @throws CommandError, MachineFileError */
export async function chosenTask(flags: TaskFlags): Promise<Task> {
  const { task: name, machine: path } = flags;
  if (path !== undefined) return machineOf(path, flags);
  const task = tasks.get(name);
  if (task !== undefined) return task;
  throw new CommandError(`--task: expected one of ${[...tasks.keys()].join(', ')}, got ${name}`, EXIT.usage);
}

/**
 * The machine in a file that a network is compared with, in the codes of the network's own machine. @throws as
 * machineOf
 */
export async function otherMachine(
  path: string,
  own: Task,
  flags: MachineFlags & { readonly json?: true },
): Promise<Task> {
  const other = await machineOf(path, flags);
  for (const side of ['inputs', 'outputs'] as const) {
    const named = own.symbols?.[side] !== undefined && other.symbols?.[side] !== undefined;
    if (!named && own[side].length !== other[side].length)
      throw new CommandError(
        `${path}: expected ${count(own[side].length, side.slice(0, -1))}, as the network’s ${own.name} has, got ${other[side].length}`,
        EXIT.usage,
      );
  }
  const { inCodesOf } = await import('../tasks/align.ts');
  try {
    return inCodesOf(own, other);
  } catch (error) {
    throw new CommandError(`${path}: ${(error as Error).message}`, EXIT.usage);
  }
}

/** The machine in a file, with its notes on stderr. @throws CommandError, MachineFileError */
export async function machineOf(
  path: string,
  flags: MachineFlags & { readonly json?: true; readonly quiet?: true },
): Promise<Task> {
  const { readMachine } = await import('./machine-file.ts');
  const { task, notes } = await readMachine(path, readingOf(flags));
  const { reachable } = await import('../machine/minimize.ts');
  const words = 2 ** task.inputs.length;
  const compared = Array.from(reachable(task).states).some((state) =>
    task.care.slice(state * words, (state + 1) * words).some((care) => care !== 0),
  );
  if (!compared)
    throw new CommandError(
      `${path}: expected a step with a specified output, got none: every network does that; specify some`,
      EXIT.usage,
    );
  if (!flags.json && !flags.quiet) for (const note of notes) say(`${path}: ${note}`, process.stderr);
  return task;
}
