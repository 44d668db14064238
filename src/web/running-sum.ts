import { MachineStepper, pack, UNSPECIFIED, unpack } from '../machine/index.ts';
import type { Task } from '../tasks/index.ts';
import type { Sum } from './frame.ts';

/** Stands for a don't-care output bit. */
export const UNCARED = '-';

/** A number or addition in progress: the engine's outputs beside those of the task. */
export class RunningSum {
  readonly typed: boolean;
  complete = false;
  /** Steps taken. */
  steps = 0;
  readonly #task: Task;
  readonly #machine: MachineStepper;
  readonly #index: number;
  readonly #inputs: string[];
  readonly #expected: string[];
  readonly #outputs: string[];
  #isRight = true;
  /** Steps before the first one whose input never comes; nothing is compared from there on. */
  #compared = Number.POSITIVE_INFINITY;

  /** @param words packed inputs of every step of a typed number; none for one that is set bit by bit */
  constructor(task: Task, index: number, words?: readonly number[]) {
    this.#task = task;
    this.#machine = new MachineStepper(task);
    this.#index = index;
    this.typed = words !== undefined;
    this.#inputs = task.inputs.map(() => '');
    this.#expected = task.outputs.map(() => '');
    this.#outputs = task.outputs.map(() => '');
    for (const word of words ?? []) this.#foresee(word);
  }

  /** Adds the engine's output of a step; returns the correct one, both packed. */
  take(inputs: number, outputs: number): number {
    if (!this.typed) this.#foresee(inputs);
    unpack(outputs, this.#task.outputs.length).forEach((bit, output) => {
      this.#outputs[output] += String(bit);
    });
    const due = this.#expected.map((bits, output) => {
      const bit = bits[this.steps];
      return bit === UNCARED ? (outputs >> output) & 1 : Number(bit);
    });
    const expected = pack(due);
    if (expected !== outputs) this.#isRight = false;
    this.steps += 1;
    return expected;
  }

  get view(): Sum {
    return {
      index: this.#index,
      typed: this.typed,
      inputs: [...this.#inputs],
      expected: [...this.#expected],
      outputs: [...this.#outputs],
      complete: this.complete,
      right: this.#right,
    };
  }

  get #right(): boolean | null {
    return this.#isRight && this.steps > this.#compared ? null : this.#isRight;
  }

  /** Appends a step's inputs, and the correct output. */
  #foresee(inputs: number): void {
    const step = this.#inputs[0]?.length ?? 0;
    const bits = unpack(inputs, this.#task.inputs.length);
    bits.forEach((bit, input) => {
      this.#inputs[input] += String(bit);
    });
    const machine = this.#machine;
    const due = machine.step(inputs);
    if (due === UNSPECIFIED) this.#compared = Math.min(this.#compared, step);
    for (const output of this.#expected.keys())
      this.#expected[output] += (machine.care >> output) & 1 ? String((due >> output) & 1) : UNCARED;
  }
}
