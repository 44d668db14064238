import type { Words } from '../machine/index.ts';
import type { StreamResult, Verdict } from '../runtime/index.ts';
import { LiveView } from '../view/live.ts';
import type { RecordedComparison, RecordedSummary } from '../view/recorded.ts';
import { resultJson, resultLine, rightJson } from '../view/result-lines.ts';
import type { Tally } from '../view/tally.ts';
import { endLines, Output, type Shown, type StreamOutput } from './stream-base.ts';
import { shownOn } from './terminal.ts';

interface Flags {
  readonly json?: true;
  readonly plotter?: true;
  /** Whether steps rather than numbers are asked for. */
  readonly steps?: boolean;
}

export async function outputFor(shown: Shown, flags: Flags): Promise<StreamOutput> {
  if (flags.plotter) return new PlotterOutput(shown);
  if (flags.json) return new JsonOutput(shown, flags.steps === true);
  // What it draws with is loaded for it only. On a terminal that says its height is 0 nothing of it would be seen.
  if (process.stdout.isTTY && process.stdout.rows !== 0)
    return new (await import('./stream-live.ts')).LiveOutput(shown);
  return flags.steps ? new BitsOutput(shown) : new LineOutput(shown);
}

/** One line for each result. */
class LineOutput extends Output {
  override result(result: StreamResult, recorded?: RecordedSummary): void {
    this.print(shownOn(process.stdout, resultLine(this.shown.task, result, recorded)));
  }

  override end(tally: Tally, recorded?: RecordedComparison): void {
    this.print(endLines(tally, recorded));
  }
}

/** One line of output bits for each step, and an empty line between numbers. */
class BitsOutput extends Output {
  #begun = false;

  override steps(inputs: Words, outputs: Words, first: boolean): void {
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

  override steps(inputs: Words, outputs: Words, first: boolean): void {
    if (!this.#steps) return;
    outputs.forEach((bits, step) => {
      this.#document({ event: 'step', first: first && step === 0, ...this.bits(inputs[step] ?? 0, bits) });
    });
  }

  override result(result: StreamResult, recorded?: RecordedSummary): void {
    this.#document(resultJson(this.shown.task, result, recorded));
  }

  override number(verdict: Verdict, steps: number): void {
    this.#document({ event: 'number', right: rightJson(verdict), steps });
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

  override steps(inputs: Words, outputs: Words, first: boolean): void {
    if (first) this.#view.reset();
    outputs.forEach((bits, step) => {
      this.#view.step(inputs[step] ?? 0, bits);
      this.print(this.#view.plotterLine(inputs[step] ?? 0, bits));
    });
  }
}
