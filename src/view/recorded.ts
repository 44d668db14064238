import { ones, wordText } from '../machine/index.ts';
import type { RecordedStream, Task } from '../tasks/index.ts';
import { count } from './counts.ts';

interface FirstDifference {
  readonly line: number;
  /** Sequence and step, counted from 1. */
  readonly stream: number;
  readonly step: number;
  readonly recorded: string;
  readonly said: string;
}

/** How the outputs of a network and the recorded ones compare. */
export interface RecordedSummary {
  /** Recorded output bits. */
  readonly bits: number;
  /** Those on which the network differs. */
  readonly differing: number;
  readonly first: FirstDifference | null;
}

/** Compares the outputs of a network with the recordings, stream after stream. */
export class RecordedComparison {
  readonly #task: Task;
  readonly #streams: readonly RecordedStream[];
  #at = 0;
  #summary: RecordedSummary = { bits: 0, differing: 0, first: null };

  constructor(task: Task, streams: readonly RecordedStream[]) {
    this.#task = task;
    this.#streams = streams;
  }

  /** Compares the outputs of the next stream. */
  add(outputs: ArrayLike<number>): RecordedSummary {
    const stream = this.#streams[this.#at % this.#streams.length] as RecordedStream;
    this.#at += 1;
    let [bits, differing] = [0, 0];
    let first: FirstDifference | null = null;
    for (const [step, { output, care, line }] of stream.steps.entries()) {
      const said = outputs[step] as number;
      bits += ones(care);
      const wrong = ones((said ^ output) & care);
      differing += wrong;
      if (wrong === 0 || first) continue;
      const text = (word: number) => wordText(this.#task, 'outputs', word, care);
      first = { line, stream: this.#at, step: step + 1, recorded: text(output), said: text(said) };
    }
    const sum = this.#summary;
    this.#summary = {
      bits: sum.bits + bits,
      differing: sum.differing + differing,
      first: sum.first ?? first,
    };
    return { bits, differing, first };
  }

  /** Recorded output bits on which the network differs. */
  get differing(): number {
    return this.#summary.differing;
  }

  /** For programs. */
  summary(): RecordedSummary {
    return this.#summary;
  }

  /** As text. */
  line(): string {
    const { bits, differing, first } = this.#summary;
    if (first === null) return `the network reproduces all ${count(bits, 'recorded output bit')}`;
    const what = `${differing} of ${count(bits, 'recorded output bit')} ${differing === 1 ? 'differs' : 'differ'}`;
    return `${what}, the first on line ${first.line} (step ${first.step} of sequence ${first.stream}): ${difference(this.#task, first)}`;
  }
}

const difference = (task: Task, { recorded, said }: FirstDifference) => {
  const names = task.symbols?.outputs ? '' : `${task.outputs.join(' ')} `;
  return `recorded ${names}${recorded}, the network gives ${said}`;
};

/** What stands behind the result of a stream whose recorded outputs differ; nothing if none differs. */
export function differingText(task: Task, { differing, first }: RecordedSummary): string {
  if (first === null) return '';
  const place = `on line ${first.line} (step ${first.step}): ${difference(task, first)}`;
  return differing === 1
    ? `a recorded bit differs ${place}`
    : `${count(differing, 'recorded bit')} differ, the first ${place}`;
}
