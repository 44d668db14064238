import type * as Addon from '#addon';
import { type Job, PROGRESS_NUMBERS, type Report } from './search-job.ts';
import { Left } from './search-numbers.ts';
import { invalidArgument } from './wasm-instance.ts';

/** Makes a call in a thread. @returns a function that ends it */
export type Start = (job: Job, take: (report: Report) => void, fail: (problem: string) => void) => () => void;

/** The numbers and text that a call has left. */
export type LeftWithText = Left & { readonly text: string };

/** Calls in threads, and their progress. */
export class Calls<Found> {
  progress: Addon.MachineSearchProgress = {
    start: { stage: 0, size: 0, start: 0 },
    ...{ tried: 0, updates: 0, bestBits: 0 },
  };
  best: Found | undefined;
  readonly #start: Start;
  readonly #read: (left: Left) => Found;
  readonly #cancels = new Set<() => void>();
  #isCancelled = false;

  constructor(start: Start, read: (left: Left) => Found) {
    this.#start = start;
    this.#read = read;
  }

  /** The result of a call; undefined if it was cancelled. */
  call(job: Job): Promise<LeftWithText | undefined> {
    if (this.#isCancelled) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#cancels.delete(cancel);
        end();
      };
      const end = this.#start(
        job,
        (report) => {
          if (report.type === 'heard') return this.#hear(report.numbers);
          settle();
          if (report.type === 'done') resolve(Object.assign(new Left(report.numbers), { text: report.text }));
          else
            reject(report.code === undefined ? new Error(report.message) : invalidArgument(report.message));
        },
        (problem) => {
          settle();
          reject(new Error(`the search ended: ${problem}`));
        },
      );
      const cancel = () => {
        settle();
        resolve(undefined);
      };
      this.#cancels.add(cancel);
    });
  }

  cancel(): void {
    this.#isCancelled = true;
    for (const cancel of this.#cancels) cancel();
  }

  #hear(numbers: Float64Array): void {
    const [stage = 0, size = 0, start = 0, tried = 0, updates = 0, bestBits = 0] = numbers;
    this.progress = { start: { stage, size, start }, tried, updates, bestBits };
    if (numbers.length > PROGRESS_NUMBERS) this.best = this.#read(new Left(numbers.slice(PROGRESS_NUMBERS)));
  }
}
