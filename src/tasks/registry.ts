import { adder } from './adder.ts';
import { comparator } from './comparator.ts';
import { parity } from './parity.ts';
import { subtractor } from './subtractor.ts';
import type { Task } from './task.ts';

/** The built-in tasks by name. */
export const tasks: ReadonlyMap<string, Task> = new Map(
  [adder, subtractor, comparator, parity].map((task) => [task.name, task]),
);
