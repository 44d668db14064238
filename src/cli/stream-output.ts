import { once } from 'node:events';
import type { FixedNetwork } from '../fixed/index.ts';
import { unpack } from '../machine/index.ts';
import type { StreamResult } from '../runtime/index.ts';
import { printable } from '../runtime/printable.ts';
import type { Task } from '../tasks/index.ts';
import { LiveView } from '../view/live.ts';
import type { RecordedComparison } from '../view/recorded.ts';
import { resultJson, resultLine } from '../view/result-lines.ts';
import type { Tally } from '../view/tally.ts';
import { shownOn } from './terminal.ts';

/** Shows a stream to its reader. */
export interface StreamOutput {
  /** Whether people watch it as it runs. */
  readonly isLive: boolean;
  begin(): void;
  /** Called with packed steps and their outputs; `first` tells whether a new number begins with them. */
  steps(inputs: Uint8Array, outputs: Uint8Array, first: boolean): void;
  /** Called with the complete result of a number. */
  result(result: StreamResult): void;
  /** Called when a number in a stream of steps has ended. */
  number(right: boolean, steps: number): void;
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

interface Flags {
  readonly json?: true;
  readonly plotter?: true;
  /** Whether steps rather than numbers are asked for. */
  readonly steps?: boolean;
}

export async function outputFor(shown: Shown, flags: Flags): Promise<StreamOutput> {
  if (flags.plotter) return new PlotterOutput(shown);
  if (flags.json) return new JsonOutput(shown, flags.steps === true);
  // What it draws with is loaded for it only.
  if (process.stdout.isTTY) return new (await import('./stream-live.ts')).LiveOutput(shown);
  return flags.steps ? new BitsOutput(shown) : new LineOutput(shown);
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
  steps(_inputs: Uint8Array, _outputs: Uint8Array, _first: boolean): void {}
  result(_result: StreamResult): void {}
  number(_right: boolean, _steps: number): void {}

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

/** One line for each result. */
class LineOutput extends Output {
  override result(result: StreamResult): void {
    this.print(shownOn(process.stdout, resultLine(this.shown.task, result)));
  }

  override end(tally: Tally, recorded?: RecordedComparison): void {
    this.print(endLines(tally, recorded));
  }
}

/** One line of output bits for each step, and an empty line between numbers. */
class BitsOutput extends Output {
  #begun = false;

  override steps(inputs: Uint8Array, outputs: Uint8Array, first: boolean): void {
    if (first && this.#begun) this.print('');
    this.#begun = true;
    outputs.forEach((bits, step) => {
      this.print(this.bits(inputs[step] ?? 0, bits).outputs);
    });
  }
}

/** A JSON document for each result (of a raw stream for each step), and one at the end. */
class JsonOutput extends Output {
  readonly #steps: boolean;

  constructor(shown: Shown, steps: boolean) {
    super(shown);
    this.#steps = steps;
  }

  override steps(inputs: Uint8Array, outputs: Uint8Array, first: boolean): void {
    if (!this.#steps) return;
    outputs.forEach((bits, step) => {
      this.#document({ event: 'step', first: first && step === 0, ...this.bits(inputs[step] ?? 0, bits) });
    });
  }

  override result(result: StreamResult): void {
    this.#document(resultJson(this.shown.task, result));
  }

  override number(right: boolean, steps: number): void {
    this.#document({ event: 'number', right, steps });
  }

  override end(tally: Tally, recorded?: RecordedComparison): void {
    const { name, task } = this.shown;
    const compared = recorded && { recorded: recorded.summary() };
    this.#document({ event: 'end', engine: name, task: task.name, ...tally.summary(), ...compared });
  }

  #document(document: object): void {
    this.print(JSON.stringify(document));
  }
}

/** One line for each step, in the form that the Arduino Serial Plotter reads. */
class PlotterOutput extends Output {
  readonly #view: LiveView;

  constructor(shown: Shown) {
    super(shown);
    this.#view = new LiveView(shown.task, shown.network);
  }

  override steps(inputs: Uint8Array, outputs: Uint8Array, first: boolean): void {
    if (first) this.#view.reset();
    outputs.forEach((bits, step) => {
      this.#view.step(inputs[step] ?? 0, bits);
      this.print(this.#view.plotterLine(inputs[step] ?? 0, bits));
    });
  }
}
