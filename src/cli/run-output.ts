import { toNumber } from '../machine/index.ts';
import { type Clocked, Comparison, neverText, type StreamResult } from '../runtime/index.ts';
import { stream } from '../tasks/index.ts';
import { Tally } from '../view/tally.ts';
import type { Shown, StreamOutput } from './stream-base.ts';
import { outputFor } from './stream-output.ts';

/** Maximum of steps of one number that are kept to show it as a whole. */
const MAX_STEPS = 4096;

/** A {@link GpioOutput} in the form that was asked for. */
export async function gpioOutput(
  shown: Shown,
  flags: { readonly json?: true; readonly plotter?: true },
): Promise<GpioOutput> {
  return new GpioOutput(shown, await outputFor(shown, { ...flags, steps: flags.json === true }));
}

/** Shows what happens at the pins, and compares it with the task. A number is the steps from one RESET to the next. */
export class GpioOutput {
  readonly #shown: Shown;
  readonly #output: StreamOutput;
  readonly #tally = new Tally();
  readonly #comparison: Comparison;
  #inputs: number[] = [];
  #outputs: number[] = [];

  constructor(shown: Shown, output: StreamOutput) {
    this.#shown = shown;
    this.#comparison = new Comparison(shown.task);
    this.#output = output;
    output.begin();
  }

  take(change: Clocked): void {
    if (change.kind === 'reset') {
      this.#finish();
      return;
    }
    const { inputs, outputs } = change;
    this.#output.steps(Uint8Array.of(inputs), Uint8Array.of(outputs), this.#comparison.steps === 0);
    const never = this.#comparison.take(inputs, outputs);
    // Whoever stands at the pins may not press RESET for long.
    if (never !== undefined)
      this.#output.note(
        `${neverText(this.#shown.task, never)}: nothing is compared from there to the next RESET`,
      );
    if (this.#comparison.steps > MAX_STEPS) return;
    this.#inputs.push(inputs);
    this.#outputs.push(outputs);
  }

  note(text: string): void {
    this.#drop();
    this.#output.note(text);
  }

  /** A number without a RESET before it does not count yet; its steps do. */
  end(): void {
    this.#tally.steps += this.#comparison.steps;
    this.#output.end(this.#tally);
  }

  #finish(): void {
    const { steps, verdict } = this.#comparison;
    if (steps > 0) {
      const { task } = this.#shown;
      const inputs = Uint8Array.from(this.#inputs);
      const numbers = task.inputs.map((_, bit) => toNumber(stream(inputs, bit)));
      const result: StreamResult = {
        numbers,
        inputs,
        outputs: Uint8Array.from(this.#outputs),
        milliseconds: 0,
      };
      this.#tally.add(verdict, steps);
      if (steps <= MAX_STEPS) this.#output.result(result);
      else this.#output.number(verdict, steps);
    }
    this.#drop();
  }

  #drop(): void {
    this.#comparison.reset();
    this.#inputs = [];
    this.#outputs = [];
  }
}
