import { type Instance, instances } from './engine.ts';
import { type Memory, WasmInstance } from './wasm-instance.ts';

/** What search.wasm exports; native/wasm/src says what each function takes and leaves. */
export interface SearchExports extends Memory {
  machine_search(): number;
  search_facts(search: number): number;
  constructed(search: number): number;
  search_run(search: number): number;
  search_repeat(search: number): number;
  prove_machine(): number;
  recording_search(): number;
  imitation_run(search: number): number;
  imitation_repeat(search: number): number;
  smallest(): number;
}

/** Numbers for the module, alone or by the array. */
export type Numbers = readonly (number | ArrayLike<number>)[];

/** The export that makes the object, and its arguments. */
export interface Made {
  readonly by: 'machine_search' | 'recording_search';
  readonly of: Numbers;
}

/** A long call, which a thread of its own makes. */
export interface Job {
  /** The module. */
  readonly module: Uint8Array;
  readonly made?: Made;
  readonly call: 'search_run' | 'search_repeat' | 'imitation_run' | 'imitation_repeat' | 'smallest';
  readonly numbers: Numbers;
  readonly text: string;
  /** Milliseconds after which it is told to end. */
  readonly timeLimit_ms: number;
}

/** Messages of the thread: progress, the result, or why there is none. */
export type Report =
  | { readonly type: 'heard'; readonly numbers: Float64Array }
  | { readonly type: 'done'; readonly numbers: Float64Array; readonly text: string }
  | { readonly type: 'failed'; readonly message: string; readonly code: string | undefined };

/** Progress of a search as numbers; a new network follows them. */
export const PROGRESS_NUMBERS = 6;
/** Milliseconds between two reports of progress. */
const REPORT_MS = 40;

/** An instance of the module for short calls. */
export function searchImports(hear: (at: number, count: number) => number = () => 1): object {
  return { host: { hear } };
}

/** Makes a call and reports its progress. */
export function runJob(job: Job, tell: (report: Report) => void): void {
  const until = performance.now() + job.timeLimit_ms;
  let last = Number.NEGATIVE_INFINITY;
  let kept: Float64Array | undefined;
  const report = () => {
    if (kept) tell({ type: 'heard', numbers: kept });
    kept = undefined;
  };
  const hear = (at: number, count: number) => {
    const now = performance.now();
    if (count > 0) kept = new Float64Array(wasm.exports.memory.buffer, at, count).slice();
    if (count > PROGRESS_NUMBERS || now - last >= REPORT_MS) {
      last = now;
      report();
    }
    return now < until ? 1 : 0;
  };
  const instance: Instance = instances(job.module, searchImports(hear))();
  const wasm = new WasmInstance<SearchExports>(instance);
  try {
    const { made, call, numbers, text } = job;
    if (made) wasm.give(made.of);
    const object = made ? wasm.call((exports) => exports[made.by]()) : 0;
    wasm.give(numbers, [new TextEncoder().encode(text)]);
    const count = wasm.call((exports) => exports[call](object));
    const left = new TextDecoder().decode(wasm.bytes());
    report();
    tell({ type: 'done', numbers: wasm.numbers(count), text: left });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    tell({ type: 'failed', message, code });
  }
}
