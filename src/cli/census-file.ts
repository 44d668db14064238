import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { type Census, NO_STARTS } from '../census.ts';
import { CommandError } from './exit.ts';

const count = z.number().int().min(0);

/** What a census has come to, and what it must go on with. */
const schema = z.strictObject({
  task: z.string(),
  seed: count,
  starts: count,
  learned: count,
  proven: count,
  notQuantizable: count,
  undecided: count,
  disproved: z.record(z.string().regex(/^\d+$/), count),
});

/** The census that this file holds; one of no starts when there is no such file. */
export async function readCensus(path: string, task: string, seed: number): Promise<Census> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return NO_STARTS;
  const parsed = schema.safeParse(parse(text));
  if (!parsed.success) {
    throw new CommandError(`${path} is no census; delete it or choose another --out`);
  }
  const { task: of, seed: from, ...census } = parsed.data;
  if (of !== task || from !== seed) {
    throw new CommandError(
      `${path} is a census of ${of}, seed ${from}; pass --task ${of} --seed ${from} to go on, or another --out`,
    );
  }
  return census;
}

/** Replaces the file at once, so that a census that is killed can go on from the last piece. */
export async function writeCensus(path: string, task: string, seed: number, census: Census): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await writeFileAtomic(path, `${JSON.stringify({ task, seed, ...census })}\n`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
