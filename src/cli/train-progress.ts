import { SingleBar } from 'cli-progress';
import type { RestartsProgress, TrainingOptions } from '../training/index.ts';

/** A bar on stderr with the start heard from last, its loss, and the updates of the starts under way. */
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

  /** Writes text where the bar stands; the next update draws it again below. */
  print(text: string): void {
    // ESC 7 keeps this place: when the bar stops it goes back to the place kept last, at first that of its start.
    process.stderr.write(`\r\u001b[K${text}\n\u001b7`);
  }

  stop(): void {
    this.#bar.stop();
  }
}
