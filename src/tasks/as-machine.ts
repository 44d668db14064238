import type { Machine } from '../machine/machine.ts';
import { type Task, tabulate } from './task.ts';

/** A task's behaviour as data: it cares for every output and takes every input. */
export function asMachine(task: Task): Machine {
  const { name, inputs, outputs, states, initial } = task;
  const { next, outputs: output } = tabulate(task);
  const care = Array.from(output, () => 2 ** outputs.length - 1);
  return { name, inputs, outputs, states, initial, next: Array.from(next), output: Array.from(output), care };
}
