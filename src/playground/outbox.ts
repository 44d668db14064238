import type { Report } from './protocol.ts';

/** Minimum of ms between messages. */
const PAUSE_MS = 33;

/**
 * Reports on their way to the page: only the latest of each kind, and none before the page has drawn the previous ones.
 * So no queue grows, however slow the page is.
 */
export class Outbox {
  readonly #send: (reports: readonly Report[]) => void;
  readonly #pending = new Map<string, () => Report>();
  #isAwaited = false;
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (reports: readonly Report[]) => void) {
    this.#send = send;
  }

  /** @param make called when the report is sent, so that it is about that moment */
  offer(kind: string, make: () => Report): void {
    this.#pending.set(kind, make);
    this.#soon();
  }

  /** Drops reports about the previous search. */
  clear(): void {
    this.#pending.clear();
  }

  /** The page has drawn the latest. */
  seen(): void {
    this.#isAwaited = false;
    this.#soon();
  }

  #soon(): void {
    if (this.#isAwaited || this.#timer !== undefined || this.#pending.size === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#pending.size === 0) return;
        const reports = [...this.#pending.values()].map((make) => make());
        this.#pending.clear();
        this.#isAwaited = true;
        this.#last = performance.now();
        this.#send(reports);
      },
      Math.max(0, this.#last + PAUSE_MS - performance.now()),
    );
  }
}
