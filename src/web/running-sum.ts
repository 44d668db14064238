import { pack, type Task, unpack } from '../tasks/index.ts';
import type { Sum } from './frame.ts';

/** A number or addition under way: what the engine answers, beside what the task says. */
export class RunningSum {
  readonly typed: boolean;
  complete = false;
  /** Steps taken. */
  steps = 0;
  readonly #task: Task;
  readonly #index: number;
  readonly #inputs: string[];
  readonly #expected: string[];
  readonly #answers: string[];
  #state: number;
  #right = true;

  /** @param words packed inputs of every step of a typed number; none for one that is set bit by bit */
  constructor(task: Task, index: number, words?: readonly number[]) {
    this.#task = task;
    this.#index = index;
    this.typed = words !== undefined;
    this.#inputs = task.inputs.map(() => '');
    this.#expected = task.outputs.map(() => '');
    this.#answers = task.outputs.map(() => '');
    this.#state = task.initial;
    for (const word of words ?? []) this.#foresee(word);
  }

  /** Takes the engine's answer to a step; returns the task's, both packed. */
  take(inputs: number, outputs: number): number {
    if (!this.typed) this.#foresee(inputs);
    unpack(outputs, this.#task.outputs.length).forEach((bit, output) => {
      this.#answers[output] += String(bit);
    });
    const expected = pack(this.#expected.map((bits) => Number(bits[this.steps])));
    if (expected !== outputs) this.#right = false;
    this.steps += 1;
    return expected;
  }

  get view(): Sum {
    return {
      index: this.#index,
      typed: this.typed,
      inputs: [...this.#inputs],
      expected: [...this.#expected],
      answers: [...this.#answers],
      complete: this.complete,
      right: this.#right,
    };
  }

  /** Appends a step's inputs, and the answer due. */
  #foresee(inputs: number): void {
    const bits = unpack(inputs, this.#task.inputs.length);
    bits.forEach((bit, input) => {
      this.#inputs[input] += String(bit);
    });
    const { state, outputs } = this.#task.step(this.#state, bits);
    this.#state = state;
    outputs.forEach((bit, output) => {
      this.#expected[output] += String(bit);
    });
  }
}

/** Packed inputs of each step that feeds these numbers, least significant bit first, and one step more for a carry. */
export function wordsOf(numbers: readonly bigint[]): number[] {
  const length = Math.max(...numbers.map((number) => number.toString(2).length)) + 1;
  const bits = numbers.map((number) => number.toString(2).padStart(length, '0'));
  return Array.from({ length }, (_, step) => pack(bits.map((each) => Number(each[length - 1 - step]))));
}
