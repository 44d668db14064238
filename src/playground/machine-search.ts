import {
  type ConstructedMachine,
  type LearnedMachine,
  type LearnHooks,
  learn,
  type MachineResult,
} from '../learn.ts';
import type { Task } from '../tasks/task.ts';
import { clouds } from './clouds.ts';
import type { Searched } from './protocol.ts';

type Progress = Parameters<NonNullable<LearnHooks['onProgress']>>[0];

/** The search of `carrybit train --machine`, with the same seed to the same bits. */
export class MachineSearch {
  readonly task: Task;
  readonly seed: number;
  readonly #onChange: () => void;
  readonly #abort = new AbortController();
  #progress: Progress = {
    start: { stage: 0, size: 0, start: 0 },
    ...{ tried: 0, updates: 0, bestBits: 0 },
  };
  #made: MachineResult | undefined;
  #outcome: Searched['outcome'] = 'waiting';

  /** @param onChange called when there is something new to report */
  constructor(task: Task, seed: number, onChange: () => void) {
    this.task = task;
    this.seed = seed;
    this.#onChange = onChange;
  }

  /** Searches to its end, or until it is stopped, which keeps the smallest network found so far. Runs once. */
  async run(): Promise<LearnedMachine | ConstructedMachine | undefined> {
    if (this.#outcome !== 'waiting') return undefined;
    this.#outcome = 'searching';
    this.#onChange();
    const made = await learn(
      this.task,
      { seed: this.seed },
      {
        signal: this.#abort.signal,
        onProgress: (progress) => {
          this.#progress = progress;
          this.#onChange();
        },
      },
    );
    this.#made = made;
    this.#outcome = made.kind === 'none' ? 'none' : 'proven';
    this.#onChange();
    return made.kind === 'none' ? undefined : made;
  }

  stop(): void {
    if (this.#outcome === 'searching') this.#abort.abort();
  }

  get report(): Searched {
    const { start, tried, updates, bestBits } = this.#progress;
    const made = this.#made;
    return {
      type: 'searched',
      outcome: this.#outcome,
      ...{ tried, updates, bestBits, stage: start.stage, size: start.size },
      made,
      clouds: made?.kind === 'learned' ? clouds(this.task, made.float, made.fixed) : undefined,
    };
  }
}
