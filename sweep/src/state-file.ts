import { readFile } from 'node:fs/promises';
import { parseJson, writeWhole } from 'carrybit/sweep-parts';
import * as z from 'zod';
import type { TallyState } from './sweep.ts';
import { SweepError } from './sweep-error.ts';
import { counts } from './unit.ts';

const count = z.int().min(0);
const census = z.strictObject({
  counts,
  done: z.array(z.tuple([count, count])),
  jobStarts: count.min(1).nullable(),
});
const smallest = z.array(
  z.tuple([
    count,
    z.strictObject({ network: z.looseObject({}).nullable(), examined: z.array(z.looseObject({})) }),
  ]),
);
const schema = z.strictObject({
  format: z.literal('carrybit-sweep-state-1'),
  sweep: z.string(),
  states: z.array(z.union([census, smallest])),
});

/**
 * The stored state of the sweep with this digest; nothing for a new one. @throws SweepError for a file of another sweep
 */
export async function readState(path: string, sweep: string): Promise<TallyState[] | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new SweepError(
      'file',
      `${path}: expected the state of a sweep, got another file; delete it or choose another --out`,
    );
  if (parsed.data.sweep !== sweep)
    throw new SweepError(
      'file',
      `${path} belongs to another sweep, or to one of another carrybit; choose another --out, or delete it`,
    );
  // Not what the schema made of it: the order of fields stays what it was.
  return (value as { states: TallyState[] }).states;
}

/** Stores the state of a sweep, so that a killed one can be continued. @throws SweepError on a full disk */
export async function writeState(path: string, sweep: string, states: readonly TallyState[]): Promise<void> {
  await write(path, `${JSON.stringify({ format: 'carrybit-sweep-state-1', sweep, states })}\n`);
}

/** Writes a file completely or not at all. @throws SweepError on a full disk */
export async function write(path: string, content: string): Promise<void> {
  try {
    await writeWhole(path, content);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new SweepError(
      'disk',
      `${path}: the disk is full; what is there stays as it was, and the same command goes on from there`,
    );
  }
}
