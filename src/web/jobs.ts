import { RefusedError } from './refused-error.ts';

/** Maximum of queued jobs: of additions, and of all kinds. */
const MAX_QUEUED = 16;

/** The viewers' commands, carried out one after the other. */
export class Jobs {
  /** The waiting jobs and the running one. */
  queued = 0;
  readonly #onChange: () => void;
  #last: Promise<void> = Promise.resolve();
  #stopped = new AbortController();

  /** @param onChange called when a job is queued or has ended */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /**
   * Queues a job.
   *
   * @param onFailure called with the reason if it fails, unless it was stopped
   * @returns a promise for its end
   * @throws RefusedError if too many wait already
   */
  add(work: (signal: AbortSignal) => Promise<void>, onFailure: (error: unknown) => void): Promise<void> {
    if (this.queued >= MAX_QUEUED)
      throw new RefusedError(`${this.queued} commands are waiting; stop them or let them finish`);
    const { signal } = this.#stopped;
    this.queued += 1;
    this.#onChange();
    this.#last = this.#last.then(async () => {
      try {
        await work(signal);
      } catch (error) {
        if (!signal.aborted) onFailure(error);
      }
      this.queued -= 1;
      this.#onChange();
    });
    return this.#last;
  }

  /** Aborts the signal of every job, and waits until all have ended. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#stopped = new AbortController();
    await this.#last;
    this.#onChange();
  }
}
