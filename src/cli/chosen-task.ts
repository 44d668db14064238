import { readFile } from 'node:fs/promises';
import { Option } from 'commander';
import { sizeOfFile } from '../network/write-whole.ts';
import { type Task, tasks } from '../tasks/index.ts';
import { CommandError, EXIT } from './exit.ts';

/** Larger machine files are not read. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** What a network is to learn, one way or the other. */
export interface TaskFlags {
  readonly task: string;
  readonly machine?: string;
}

export const taskOption = () =>
  new Option('--task <name>', 'what to learn').choices([...tasks.keys()]).default('adder');

export const machineOption = () =>
  new Option('--machine <file>', 'what to learn instead: a machine of your own, as JSON').conflicts('task');

/** The task that the flags choose. @throws CommandError, MachineFileError */
export async function chosenTask({ task: name, machine: path }: TaskFlags): Promise<Task> {
  if (path !== undefined) return readMachine(path);
  const task = tasks.get(name);
  if (task !== undefined) return task;
  throw new CommandError(`--task: expected one of ${[...tasks.keys()].join(', ')}, got ${name}`, EXIT.usage);
}

async function readMachine(path: string): Promise<Task> {
  const bytes = await sizeOfFile(path);
  if (bytes === undefined) throw new CommandError(`--machine: there is no file ${path}`, EXIT.usage);
  if (bytes > MAX_FILE_BYTES)
    throw new CommandError(`${path}: expected at most ${MAX_FILE_BYTES} bytes, got ${bytes}`);
  const { parseTask } = await import('../tasks/parse-task.ts');
  return parseTask(await readFile(path, 'utf8'), path);
}
