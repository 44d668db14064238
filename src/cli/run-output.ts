import { MachineStepper, toNumber } from '../machine/index.ts';
import { type Clocked, isCorrect, type StreamResult } from '../runtime/index.ts';
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
  readonly #machine: MachineStepper;
  #inputs: number[] = [];
  #outputs: number[] = [];
  #steps = 0;
  #right = true;

  constructor(shown: Shown, output: StreamOutput) {
    this.#shown = shown;
    this.#machine = new MachineStepper(shown.task);
    this.#output = output;
    output.begin();
  }

  take(change: Clocked): void {
    if (change.kind === 'reset') {
      this.#finish();
      return;
    }
    const { inputs, outputs } = change;
    this.#output.steps(Uint8Array.of(inputs), Uint8Array.of(outputs), this.#steps === 0);
    if (this.#machine.step(inputs) !== outputs) this.#right = false;
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) return;
    this.#inputs.push(inputs);
    this.#outputs.push(outputs);
  }

  note(text: string): void {
    this.#drop();
    this.#output.note(text);
  }

  /** A number without a RESET before it does not count yet; its steps do. */
  end(): void {
    this.#tally.steps += this.#steps;
    this.#output.end(this.#tally);
  }

  #finish(): void {
    if (this.#steps > 0) {
      const { task } = this.#shown;
      const inputs = Uint8Array.from(this.#inputs);
      const numbers = task.inputs.map((_, bit) => toNumber(stream(inputs, bit)));
      const result: StreamResult = {
        numbers,
        inputs,
        outputs: Uint8Array.from(this.#outputs),
        milliseconds: 0,
      };
      const whole = this.#steps <= MAX_STEPS;
      const right = whole ? isCorrect(task, result) : this.#right;
      this.#tally.add(right, this.#steps);
      if (whole) this.#output.result(result);
      else this.#output.number(right, this.#steps);
    }
    this.#drop();
  }

  #drop(): void {
    this.#machine.reset();
    this.#inputs = [];
    this.#outputs = [];
    this.#steps = 0;
    this.#right = true;
  }
}
