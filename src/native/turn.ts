/** How long a run keeps its thread before other work gets a turn. */
const TURN_MS = 8;

/** Shares a thread with other work that waits for it. */
export class Turn {
  readonly #pause = pause();
  #since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#since >= TURN_MS;
  }

  /** Lets other work run. */
  async next(): Promise<void> {
    await this.#pause.next();
    this.#since = performance.now();
  }

  /** Ends the turns. */
  end(): void {
    this.#pause.end();
  }
}

/** Queues a callback behind other work. A browser has no immediate timers, and its other timers take 4 ms at least. */
function pause(): { next(): Promise<void>; end(): void } {
  if (typeof setImmediate === 'function') {
    return { next: () => new Promise((resolve) => setImmediate(resolve)), end: () => {} };
  }
  const { port1, port2 } = new MessageChannel() as unknown as {
    port1: { onmessage: () => void; close(): void };
    port2: { postMessage(message: undefined): void };
  };
  return {
    next: () =>
      new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(undefined);
      }),
    end: () => port1.close(),
  };
}
