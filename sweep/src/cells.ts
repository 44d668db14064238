import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  initialParameters,
  OPTIMIZER_DEFAULTS,
  type OptimizerRule,
  parseMachine,
  SettingError,
  type Tables,
  type Task,
  Trainer,
  type TrainingOptions,
  tasks,
  type Widths,
} from 'carrybit';
import { completeTraining } from 'carrybit/sweep-parts';
import { SweepError } from './sweep-error.ts';
import type { SomeNumbers, SweepFile } from './sweep-file.ts';
import type { Training } from './unit.ts';

/** One combination of a census. */
export interface CensusCell {
  readonly kind: 'census';
  readonly task: Task;
  readonly training: Training;
  readonly widths: Widths;
  readonly starts: number;
}

/** One search for the smallest network. */
export interface SmallestCell {
  readonly kind: 'smallest';
  readonly task: Task;
  readonly tables: Tables;
  readonly minBits: number;
  readonly maxBits: number;
  readonly work: number;
}

export type Cell = CensusCell | SmallestCell;

const MAX_CELLS = 10_000;
/** Every job contains its machine. */
const MAX_MACHINE_BYTES = 65_536;
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** All combinations of a sweep, in the order of its file. @throws SweepError for an invalid one */
export async function cellsOf(sweep: SweepFile, path: string): Promise<readonly Cell[]> {
  const machines: Task[] = [];
  for (const name of sweep.machines) machines.push(tasks.get(name) ?? (await readTask(name, path)));
  const names = machines.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SweepError('file', `${path}: machines: two are named ${twice}; rename one, or leave it out`);
  const { census, smallest } = sweep;
  const combinations =
    (census
      ? census.hidden.length * census.widths.length * census.optimizers.length * census.seeds.length
      : 0) + (smallest ? smallest.tables.length : 0);
  if (machines.length * combinations > MAX_CELLS)
    throw new SweepError(
      'file',
      `${path}: expected at most ${MAX_CELLS} combinations, got ${machines.length * combinations}`,
    );
  return machines.flatMap((task) => [...censusCells(task, sweep, path), ...smallestCells(task, sweep)]);
}

function censusCells(task: Task, { census }: SweepFile, path: string): CensusCell[] {
  if (census === undefined) return [];
  const { starts, hidden, widths, optimizers, seeds, training } = census;
  return hidden.flatMap((states) =>
    widths.flatMap((each) =>
      optimizers.flatMap((optimizer) =>
        seeds.map((seed) => {
          const options = { ...training, hidden: states, seed, optimizer: ruleOf(optimizer) };
          return {
            kind: 'census' as const,
            task,
            training: checked(task, options, path),
            widths: each,
            starts,
          };
        }),
      ),
    ),
  );
}

function smallestCells(task: Task, { smallest }: SweepFile): SmallestCell[] {
  if (smallest === undefined) return [];
  const { tables, ...limits } = smallest;
  return tables.map((each) => ({ kind: 'smallest', task, tables: each, ...limits }));
}

/** The defaults of an optimizer are those of `carrybit train`. */
function ruleOf(given: OptimizerRule['kind'] | SomeNumbers<OptimizerRule>): OptimizerRule {
  const rule = typeof given === 'string' ? { kind: given } : given;
  return { ...OPTIMIZER_DEFAULTS[rule.kind].optimizer, ...rule } as OptimizerRule;
}

/** Refuses what a worker would refuse, before any job is queued. */
function checked(task: Task, given: Partial<TrainingOptions>, path: string): Training {
  try {
    const { maxStarts, ...training } = completeTraining(given);
    const shape = { inputs: task.inputs.length, hidden: training.hidden, outputs: task.outputs.length };
    // Rust checks the optimizer's numbers.
    new Trainer(shape, initialParameters(shape, 0, 0), training.optimizer, training.precision);
    return training;
  } catch (error) {
    if (error instanceof SettingError || (error as { code?: string }).code === 'CARRYBIT_INVALID_ARGUMENT')
      throw new SweepError('file', `${path}: census: ${(error as Error).message}`);
    throw error;
  }
}

async function readTask(name: string, path: string): Promise<Task> {
  const place = `${path}: machines: ${name}`;
  if (/\.[cm]?[jt]s$/i.test(name)) {
    const advice = `carrybit machine ${name} --to json writes its tables`;
    throw new SweepError(
      'file',
      `${place}: expected tables, got a program, and code does not travel; ${advice}`,
    );
  }
  const file = resolve(dirname(path), name);
  const status = await stat(file).catch(() => undefined);
  if (!status?.isFile()) {
    const builtIn = [...tasks.keys()].join(', ');
    throw new SweepError('file', `${place}: expected a file with a machine, or one of ${builtIn}`);
  }
  if (status.size > MAX_FILE_BYTES)
    throw new SweepError('file', `${place}: expected at most ${MAX_FILE_BYTES} bytes, got ${status.size}`);
  const { task } = await parseMachine(await readFile(file, 'utf8'), file).catch((error: Error) => {
    throw new SweepError('file', `${path}: machines: ${error.message}`);
  });
  const bytes = Buffer.byteLength(JSON.stringify(task));
  if (bytes > MAX_MACHINE_BYTES)
    throw new SweepError(
      'file',
      `${place}: expected tables of at most ${MAX_MACHINE_BYTES} bytes as JSON, got ${bytes}; minimize the machine`,
    );
  return task;
}
