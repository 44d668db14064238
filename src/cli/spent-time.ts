/** Share of a core below which a process waits rather than computes. */
const WAITING_SHARE = 0.02;

/**
 * Time that this process has spent, in ms. While it computes, its CPU time counts, so that a busy machine takes nothing
 * from it. While it waits, for a lock or a file, the clock's time counts.
 */
export class SpentTime {
  readonly #now: () => Reading;
  #last: Reading;
  #spent_ms = 0;

  constructor(now = reading) {
    this.#now = now;
    this.#last = now();
  }

  /**
   * The time since this was made; to be called often, because what is between two calls is taken for one or the other.
   */
  read(): number {
    const now = this.#now();
    const [cpu_ms, clock_ms] = [now.cpu_ms - this.#last.cpu_ms, now.clock_ms - this.#last.clock_ms];
    this.#last = now;
    this.#spent_ms += cpu_ms < clock_ms * WAITING_SHARE ? clock_ms : Math.min(cpu_ms, clock_ms);
    return this.#spent_ms;
  }
}

interface Reading {
  readonly cpu_ms: number;
  readonly clock_ms: number;
}

function reading(): Reading {
  const { user, system } = process.cpuUsage();
  return { cpu_ms: (user + system) / 1000, clock_ms: performance.now() };
}
