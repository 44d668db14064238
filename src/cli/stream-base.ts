import { once } from 'node:events';
import type { FixedNetwork } from '../fixed/index.ts';
import type { Words } from '../machine/index.ts';
import { unpack } from '../machine/index.ts';
import type { StreamResult, Verdict } from '../runtime/index.ts';
import { printable } from '../runtime/printable.ts';
import type { Task } from '../tasks/index.ts';
import type { RecordedComparison, RecordedSummary } from '../view/recorded.ts';
import type { Tally } from '../view/tally.ts';

/** Shows a stream to its reader. */
export interface StreamOutput {
  /** Whether people watch it as it runs. */
  readonly isLive: boolean;
  begin(): void;
  /** Called with packed steps and their outputs; `first` tells whether a new number begins with them. */
  steps(inputs: Words, outputs: Words, first: boolean): void;
  /**
   * Called with the complete result of a number.
   *
   * @param recorded how the recorded outputs compare, if the stream is a recording
   */
  result(result: StreamResult, recorded?: RecordedSummary): void;
  /** Called when a number in a stream of steps has ended. */
  number(verdict: Verdict, steps: number): void;
  /** Called when something happened to the engine. */
  note(text: string): void;
  /** Resolves when the standard output takes more. */
  written(): Promise<void>;
  /** @param recorded the outputs that were recorded, if the streams are recordings */
  end(tally: Tally, recorded?: RecordedComparison): void;
  /** Called instead of `end` when the stream failed before its first output: only the error is shown. */
  fail(): void;
}

/** What is shown. */
export interface Shown {
  /** The name of the engine. */
  readonly name: string;
  readonly task: Task;
  readonly network: FixedNetwork;
}

/** What is said at the end. */
export function endLines(tally: Tally, recorded: RecordedComparison | undefined): string {
  return recorded === undefined ? tally.lines() : `${recorded.line()}\n${tally.lines()}`;
}

/** The common part of all outputs: lines, at the pace of their reader. */
export abstract class Output implements StreamOutput {
  readonly isLive: boolean = false;
  protected readonly shown: Shown;
  #full = false;

  constructor(shown: Shown) {
    this.shown = shown;
  }

  begin(): void {}
  steps(_inputs: Words, _outputs: Words, _first: boolean): void {}
  result(_result: StreamResult, _recorded?: RecordedSummary): void {}
  number(_verdict: Verdict, _steps: number): void {}

  note(text: string): void {
    process.stderr.write(`${printable(text)}\n`);
  }

  async written(): Promise<void> {
    if (this.#full) await once(process.stdout, 'drain');
    this.#full = false;
  }

  end(tally: Tally, recorded?: RecordedComparison): void {
    process.stderr.write(`${endLines(tally, recorded)}\n`);
  }

  fail(): void {}

  protected print(line: string): void {
    this.#full = !process.stdout.write(`${line}\n`);
  }

  protected bits(inputs: number, outputs: number) {
    const { task } = this.shown;
    return {
      inputs: unpack(inputs, task.inputs.length).join(''),
      outputs: unpack(outputs, task.outputs.length).join(''),
    };
  }
}
