import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type Census, countDisproved, NO_STARTS } from '../census.ts';
import { MAX_NAME, machineDigest } from '../machine/index.ts';
import { LockedError, locked } from '../network/lock.ts';
import { sizeOfFile, writeWhole } from '../network/write-whole.ts';
import { type Task, tasks } from '../tasks/index.ts';
import { CommandError } from './exit.ts';

const count = z.number().int().min(0);

/** Maximum size; the file of a census of 10⁹ starts is far smaller. */
const MAX_FILE_BYTES = 1e6;

/** The counts of a census, and the settings with which it has to continue. */
const schema = z
  .strictObject({
    task: z.string().min(1).max(MAX_NAME),
    /** Digest of the machine; carrybit 0.1 knew tasks by name only. */
    machine: z.string().optional(),
    seed: count,
    starts: count,
    learned: count,
    proven: count,
    notQuantizable: count,
    undecided: count,
    disproved: z.record(z.string().regex(/^[1-9]\d{0,5}$/), count),
    /** carrybit 0.1 tried only the first rounding. */
    pursued: z.strictObject({ networks: count, rounded: count, tuned: count }).default(NO_STARTS.pursued),
  })
  .refine(
    (census) =>
      (census.machine !== undefined || tasks.has(census.task)) &&
      census.learned <= census.starts &&
      census.proven + census.notQuantizable + census.undecided + countDisproved(census) === census.learned &&
      census.pursued.rounded + census.pursued.tuned <= census.pursued.networks &&
      census.pursued.networks <= census.learned - census.proven,
  );

/**
 * Counts while no other process counts into the same file: two would overwrite each other's counts. The signal aborts
 * if another process took the file over because this one was suspended.
 */
export async function whileOurs<Result>(
  path: string,
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const advice = 'stop that one or choose another --out';
  try {
    return await locked(path, 'refuse', async (lost) => {
      const result = await work(lost);
      if (lost.aborted) throw new CommandError(`${path} was taken over by another census; ${advice}`);
      return result;
    });
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new CommandError(`${path} is in use by another census; ${advice}`);
  }
}

/** The census in this file; an empty one if there is no such file. */
export async function readCensus(path: string, task: Task, seed: number): Promise<Census> {
  const size = await sizeOfFile(path);
  if (size === undefined) return NO_STARTS;
  const parsed = schema.safeParse(size > MAX_FILE_BYTES ? undefined : parse(await readFile(path, 'utf8')));
  if (!parsed.success) {
    throw new CommandError(
      `${path}: expected a census file, got another file; delete it or choose another --out`,
    );
  }
  const { task: of, machine = digestOf(of), seed: from, ...census } = parsed.data;
  if (machine !== machineDigest(task) || from !== seed) {
    const chosen = tasks.has(of) && machine === digestOf(of) ? `--task ${of}` : `the --machine of ${of}`;
    throw new CommandError(
      `${path} is a census of ${of}, seed ${from}; pass ${chosen} --seed ${from} to go on, or another --out`,
    );
  }
  return census;
}

/** Replaces the file atomically, so that a killed census can continue from the last chunk. */
export async function writeCensus(path: string, task: Task, seed: number, census: Census): Promise<void> {
  const head = { task: task.name, machine: machineDigest(task), seed };
  await writeWhole(path, `${JSON.stringify({ ...head, ...census })}\n`);
}

function digestOf(name: string): string | undefined {
  const task = tasks.get(name);
  return task && machineDigest(task);
}

/** Draws in which step the disproved networks go wrong. */
export async function writePlot(path: string, task: string, seed: number, census: Census): Promise<void> {
  const { censusSvg } = await import('../view/census-svg.ts');
  // A line has room for numbers of seven digits.
  const count = (number: number) =>
    number.toLocaleString('en', { notation: number < 10_000_000 ? 'standard' : 'compact' });
  const failed = count(countDisproved(census));
  const title = `${task}, seed ${seed}: ${failed} of ${count(census.learned)} networks disproved`;
  await writeWhole(path, censusSvg(census.disproved, title));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
