import { SingleBar } from 'cli-progress';
import type { RestartsProgress, TrainingOptions } from '../training/index.ts';

/** A bar on stderr with the start that reported last, its loss, and the updates of the running starts. */
export class TrainProgress {
  readonly #bar = new SingleBar({
    format: 'start {start}  {bar}  update {value} of {total}  loss {loss}',
    clearOnComplete: true,
  });
  readonly #updates: number;

  constructor({ epochs, samples, batch }: TrainingOptions) {
    this.#updates = epochs * Math.floor(samples / batch);
    this.#bar.start(this.#updates, 0, { start: 0, loss: '…' });
  }

  update({ start, updates, loss }: RestartsProgress): void {
    this.#bar.update(updates % this.#updates, { start, loss: loss.toFixed(4) });
  }

  /** Writes text in place of the bar; the next update draws the bar again below it. */
  print(text: string): void {
    // ESC 7 saves this place. When the bar stops, it returns to the place saved last, at first that of its start.
    process.stderr.write(`\r\u001b[K${text}\n\u001b7`);
  }

  stop(): void {
    this.#bar.stop();
  }
}
