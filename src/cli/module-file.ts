import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '#native';
import type { Parsed } from '../machine/formats/index.ts';
import { MachineFileError } from '../tasks/index.ts';
import { fromParsed, machineName, type ReadingOptions, type ReadMachine } from '../tasks/parse-machine.ts';
import { SpentTime } from './spent-time.ts';

/** This file is next to the bundled command. */
const WORKER = join(packageRoot(), 'dist/bin/module-worker.cjs');

/** Maximum of {@link SpentTime} for loading a module, and for all calls beside what each may take. */
const PATIENCE_MS = 1200;
/** Time of each call beside the patience with all: what carrybit itself needs, and a step that does little. */
const PACE_MS = 0.05;
/** How often the parent checks whether calls still return. */
const LOOK_MS = 100;
/** Bytes of the text that names the current call. */
const PLACE_BYTES = 512;

/** What the worker is given. */
export interface ModuleJob {
  readonly path: string;
  readonly name: string;
  readonly coding: ReadingOptions['coding'];
  /** [calls so far, bytes of the text, 1 if the module ended the process] */
  readonly progress: Int32Array;
  /** The current call, in UTF-8. */
  readonly place: Uint8Array;
}

/** What the worker reports. */
export type ModuleResult = { readonly parsed: Parsed } | { readonly problem: string };

/**
 * Tabulates the step function that a module exports, in a worker. A call that throws or never returns is stopped, and
 * the error names it.
 *
 * @throws MachineFileError
 */
export async function readModule(path: string, { coding }: ReadingOptions): Promise<ReadMachine> {
  const strips = (process.features as { typescript?: unknown }).typescript;
  if (/ts$/i.test(path) && !strips)
    throw new MachineFileError(
      `${path}: Node ${process.versions.node} does not run TypeScript; use Node 22.18 or newer, or save it as JavaScript (.mjs)`,
    );
  const job: ModuleJob = {
    path: resolve(path),
    name: machineName(path),
    coding,
    progress: new Int32Array(new SharedArrayBuffer(12)),
    place: new Uint8Array(new SharedArrayBuffer(PLACE_BYTES)),
  };
  const result = await inWorker(job);
  if ('problem' in result) throw new MachineFileError(`${path}: ${result.problem}`);
  return fromParsed(path, 'module', () => result.parsed);
}

async function inWorker(job: ModuleJob): Promise<ModuleResult> {
  // What a module prints must not become output of the command.
  const worker = new Worker(WORKER, { workerData: job, stdout: true, stderr: true });
  const place = () => {
    const text = new TextDecoder().decode(job.place.slice(0, Atomics.load(job.progress, 1)));
    return text === '' ? 'while it was loaded' : `at ${text}`;
  };
  let watch: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ModuleResult>((done) => {
      worker.on('message', done);
      worker.on('error', (error) => done({ problem: `stopped ${place()}: ${error.message}` }));
      worker.on('exit', () =>
        done({
          problem:
            Atomics.load(job.progress, 2) === 0 && Atomics.load(job.progress, 0) === 0
              ? 'stopped while it was loaded: an await at its top level never ends; await only what comes'
              : `it ended the process ${place()}; export step, and return from it`,
        }),
      );
      const spent = new SpentTime();
      let calls = -1;
      let since = 0;
      let began = 0;
      watch = setInterval(() => {
        const now = Atomics.load(job.progress, 0);
        const time = spent.read();
        if (now === 0) began = time;
        if (now !== calls) {
          [calls, since] = [now, time];
          if (time - began > PATIENCE_MS + now * PACE_MS)
            done({
              problem:
                `stopped ${place()}: expected at most ${PATIENCE_MS} ms for all calls and ${PACE_MS} ms more for each, ` +
                `got ${Math.round(time - began)} ms for ${now}; do less in step, or take fewer inputs`,
            });
        } else if (time - since > PATIENCE_MS)
          done({
            problem: `stopped ${place()}: it did not return within ${PATIENCE_MS} ms; is there an endless loop?`,
          });
      }, LOOK_MS);
    });
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}
