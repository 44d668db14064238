import { MultiBar, type SingleBar } from 'cli-progress';
import type { FlashStage } from '../board/index.ts';

/** A bar for each board on a terminal, a line for each stage when piped; both on stderr. */
export class FlashProgress {
  readonly #bars: MultiBar | undefined;
  readonly #barOf = new Map<string, SingleBar>();
  readonly #quiet: boolean;

  /** @param quiet shows nothing */
  constructor(quiet: boolean) {
    this.#quiet = quiet;
    if (process.stderr.isTTY && !quiet)
      this.#bars = new MultiBar({
        format: '{port}  {bar}  {stage}',
        clearOnComplete: true,
        hideCursor: true,
      });
  }

  update(port: string, stage: FlashStage, done: number, of: number): void {
    if (this.#quiet) return;
    if (this.#bars === undefined) {
      if (done === of) process.stderr.write(`${port}: ${stage}: done\n`);
      return;
    }
    let bar = this.#barOf.get(port);
    if (bar === undefined) {
      bar = this.#bars.create(of, 0, { port, stage });
      this.#barOf.set(port, bar);
    }
    bar.setTotal(of);
    bar.update(done, { port, stage });
  }

  stop(): void {
    this.#bars?.stop();
  }
}
