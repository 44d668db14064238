import { type Task, type TaskTable, tabulate } from './task.ts';

/** A task in motion: what a network has to answer. Bits are packed with the first one lowest. */
export class Machine {
  readonly task: Task;
  /** Index into the task's states. */
  state: number;
  readonly #table: TaskTable;

  constructor(task: Task) {
    this.task = task;
    this.state = task.initial;
    this.#table = tabulate(task);
  }

  reset(): void {
    this.state = this.task.initial;
  }

  /** Takes one step's input bits and gives its output bits. */
  step(inputs: number): number {
    const index = (this.state << this.task.inputs.length) | inputs;
    this.state = this.#table.next[index] as number;
    return this.#table.outputs[index] as number;
  }
}
