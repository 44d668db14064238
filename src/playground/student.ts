import type { Order, Report } from './protocol.ts';

/** Ms in which the worker has to report that it has begun; a hostile machine may keep it busy for ever. */
const PATIENCE_MS = 15_000;

/** The worker that trains. One that hangs is ended, and another takes its place. */
export class Student {
  readonly #listener: (report: Report) => void;
  readonly #onHang: () => void;
  #worker: Worker;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(listener: (report: Report) => void, onHang: () => void) {
    this.#listener = listener;
    this.#onHang = onHang;
    this.#worker = this.#start();
  }

  send(order: Order): void {
    if (order.type === 'begin') {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#hangs(), PATIENCE_MS);
    }
    this.#worker.postMessage(order);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<readonly Report[]>) => {
      for (const report of data) {
        if (report.type === 'begun' || report.type === 'unfit') clearTimeout(this.#timer);
        this.#listener(report);
      }
    });
    return worker;
  }

  #hangs(): void {
    this.#worker.terminate();
    this.#worker = this.#start();
    this.#onHang();
  }
}
