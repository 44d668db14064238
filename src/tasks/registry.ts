import { adder } from './adder.ts';
import { comparator } from './comparator.ts';
import { parity } from './parity.ts';
import { subtractor } from './subtractor.ts';
import type { Task } from './task.ts';

/** Every task the commands know, by name. */
export const tasks: ReadonlyMap<string, Task> = new Map(
  [adder, subtractor, comparator, parity].map((task) => [task.name, task]),
);
