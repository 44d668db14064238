import type { Report } from './protocol.ts';

/** Ms between what is sent, at least. */
const PAUSE_MS = 33;

/**
 * Reports on their way to the page: of each kind the latest alone, and none before the page has drawn the ones before.
 * So however slow the page is, no queue grows.
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

  /** @param make called when it is sent, so that it tells of that moment */
  offer(kind: string, make: () => Report): void {
    this.#pending.set(kind, make);
    this.#soon();
  }

  /** Drops what tells of the search before. */
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
