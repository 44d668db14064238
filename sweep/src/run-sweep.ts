import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LockedError, locked } from 'carrybit/sweep-parts';
import { cellsOf } from './cells.ts';
import { Progress, type Snapshot } from './progress.ts';
import { checkRedis, checkUrl } from './queue.ts';
import { censusCsv, smallestCsv } from './report-csv.ts';
import { reportHtml } from './report-html.ts';
import { rowsOf } from './report-rows.ts';
import { runHere } from './run-here.ts';
import { runQueued } from './run-queued.ts';
import { readState, write, writeState } from './state-file.ts';
import { resultOf, Sweep, sweepDigest } from './sweep.ts';
import { SweepError } from './sweep-error.ts';
import { parseSweep } from './sweep-file.ts';
import { workerName } from './worker-name.ts';

export interface SweepOptions {
  /** The sweep file. */
  readonly file: string;
  /** An existing folder for the results. */
  readonly out: string;
  /** The queue of the workers; without it this computer does everything. */
  readonly queue?: string | undefined;
  /** Of carrybit, whose workers take part. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
  readonly onProgress?: ((snapshot: Snapshot) => void) | undefined;
}

export interface SweepResult {
  /** Whether everything is done; otherwise the signal aborted first, and the same sweep can be continued. */
  readonly complete: boolean;
  readonly snapshot: Snapshot;
  /** Paths of what was written; none before all is done. */
  readonly files: readonly string[];
}

/** How often the state is saved. */
const SAVE_MS = 2000;
const PROGRESS_MS = 500;
const MAX_FILE_BYTES = 2 ** 20;

/**
 * Runs a sweep, on this computer or with all workers of a queue, and writes result and report. Results of an earlier
 * run in the folder are used.
 *
 * @throws SweepError
 */
export async function runSweep(options: SweepOptions): Promise<SweepResult> {
  const { file, out, queue, version } = options;
  if (queue !== undefined) checkUrl(queue);
  const sweepFile = parseSweep(await readText(file), file);
  const cells = await cellsOf(sweepFile, file);
  if (queue !== undefined) await checkRedis(queue);
  const stateFile = join(out, 'sweep-state.json');
  try {
    return await locked(stateFile, 'refuse', async (lost) => {
      const digest = sweepDigest(cells, version);
      const progress = new Progress();
      let changed = true;
      const sweep = new Sweep(cells, await readState(stateFile, digest), (unit, outcome) => {
        changed = true;
        progress.taken(unit, outcome);
      });
      const save = async () => {
        if (!changed || lost.aborted) return;
        changed = false;
        await writeState(stateFile, digest, sweep.states());
      };
      // A full disk is detected before any job is queued.
      await save();
      await workOff(sweep, progress, save, { ...options, signal: AbortSignal.any([options.signal, lost]) });
      if (lost.aborted) throw new LockedError(stateFile);
      await save();
      const snapshot = await progress.snapshot(sweep);
      const files = sweep.complete ? await writeResult(sweep, options) : [];
      return { complete: sweep.complete, snapshot, files };
    });
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    throw new SweepError('busy', `${out} is in use by another sweep; stop that one or choose another --out`);
  }
}

/** Saves the state while a sweep runs; a sweep that cannot be saved ends. */
async function workOff(
  sweep: Sweep,
  progress: Progress,
  save: () => Promise<void>,
  { queue, version, signal, say, onProgress }: SweepOptions,
): Promise<void> {
  const failed = new AbortController();
  let saving = Promise.resolve();
  const timers = [
    setInterval(() => {
      saving = saving.then(save).catch((error) => failed.abort(error));
    }, SAVE_MS),
    onProgress &&
      setInterval(() => {
        // While Redis is away there is nothing new to say of it.
        progress.snapshot(sweep).then(onProgress, () => {});
      }, PROGRESS_MS),
  ];
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    if (queue === undefined) await runHere(sweep, workerName(), either);
    else if (!sweep.complete)
      await runQueued(sweep, {
        url: queue,
        version,
        signal: either,
        say,
        onQueue: (queue) => progress.follow(queue),
      });
  } finally {
    progress.follow(undefined);
    timers.forEach(clearInterval);
    await saving;
  }
  if (failed.signal.aborted) throw failed.signal.reason;
}

async function writeResult(sweep: Sweep, { file, out, version }: SweepOptions): Promise<string[]> {
  const rows = rowsOf(sweep);
  const contents: [string, string | undefined][] = [
    ['result.json', `${JSON.stringify(resultOf(sweep, version), undefined, 1)}\n`],
    ['census.csv', rows.census.length > 0 ? censusCsv(rows.census) : undefined],
    ['smallest.csv', rows.smallest.length > 0 ? smallestCsv(rows.smallest) : undefined],
    ['report.html', reportHtml(rows, `carrybit sweep: ${file.replace(/^.*[\\/]/, '')}`)],
  ];
  const written: string[] = [];
  for (const [name, content] of contents) {
    if (content === undefined) continue;
    await write(join(out, name), content);
    written.push(join(out, name));
  }
  return written;
}

async function readText(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code})`;
    throw new SweepError('file', `${file}: ${reason}`);
  });
  if (text.length > MAX_FILE_BYTES)
    throw new SweepError(
      'file',
      `${file}: expected at most ${MAX_FILE_BYTES} characters, got ${text.length}`,
    );
  return text;
}
