import type { Task } from './task.ts';

/** Names of what is at pins. */
export interface PinRoles {
  readonly inputs: readonly string[];
  readonly clk: string;
  readonly reset: string;
  readonly outputs: readonly string[];
}

/**
 * What is at pins, each with a name of its own: inputs have theirs; `clk` and `reset` are `CLK` and `RESET` where an
 * input is called so, and an output that is called as one of these ends with `_out`.
 */
export function pinRoles({ inputs, outputs }: Pick<Task, 'inputs' | 'outputs'>): PinRoles {
  const taken = new Set(inputs);
  const free = (name: string, other: string) => {
    let role = taken.has(name) ? other : name;
    while (taken.has(role)) role += '_';
    taken.add(role);
    return role;
  };
  const [clk, reset] = [free('clk', 'CLK'), free('reset', 'RESET')];
  return { inputs, clk, reset, outputs: outputs.map((name) => free(name, `${name}_out`)) };
}
