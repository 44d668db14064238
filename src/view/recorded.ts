import { ones, wordText } from '../machine/index.ts';
import type { RecordedStream, Task } from '../tasks/index.ts';

interface FirstDifference {
  readonly line: number;
  /** Sequence and step, counted from 1. */
  readonly stream: number;
  readonly step: number;
  readonly recorded: string;
  readonly said: string;
}

/** Compares the outputs of a network with the recordings, stream after stream. */
export class RecordedComparison {
  readonly #task: Task;
  readonly #streams: readonly RecordedStream[];
  #at = 0;
  #bits = 0;
  #differing = 0;
  #first: FirstDifference | undefined;

  constructor(task: Task, streams: readonly RecordedStream[]) {
    this.#task = task;
    this.#streams = streams;
  }

  /** The outputs of the next stream. */
  add(outputs: ArrayLike<number>): void {
    const stream = this.#streams[this.#at % this.#streams.length] as RecordedStream;
    this.#at += 1;
    for (const [step, { output, care, line }] of stream.steps.entries()) {
      const said = outputs[step] as number;
      this.#bits += ones(care);
      const wrong = ones((said ^ output) & care);
      this.#differing += wrong;
      if (wrong === 0 || this.#first) continue;
      const text = (word: number) => wordText(this.#task, 'outputs', word, care);
      this.#first = { line, stream: this.#at, step: step + 1, recorded: text(output), said: text(said) };
    }
  }

  /** Recorded output bits on which the network differs. */
  get differing(): number {
    return this.#differing;
  }

  /** For programs. */
  summary() {
    return { bits: this.#bits, differing: this.#differing, first: this.#first ?? null };
  }

  /** As text. */
  line(): string {
    if (this.#differing === 0) return `the network reproduces all ${this.#bits} recorded output bits`;
    const { line, stream, step, recorded, said } = this.#first as FirstDifference;
    const names = this.#task.symbols?.outputs ? '' : `${this.#task.outputs.join(' ')} `;
    return (
      `${this.#differing} of ${this.#bits} recorded output bits differ, the first on line ${line} ` +
      `(step ${step} of sequence ${stream}): recorded ${names}${recorded}, the network gives ${said}`
    );
  }
}
