import { unpack } from '../machine/index.ts';
import type { Task } from '../tasks/index.ts';
import { type PinRoles, pinRoles } from '../tasks/pin-roles.ts';
import type { Edge } from './frame.ts';
import { CLOCK_FALLS, CLOCK_RISES } from './live-engine.ts';

/** The edges of a step if no pins are watched: inputs at its beginning, outputs when CLK rises. */
export class StepEdges {
  readonly #roles: PinRoles;
  readonly #levels = new Map<string, number>();

  constructor(task: Task) {
    this.#roles = pinRoles(task);
  }

  /** @param inputs and outputs, packed */
  of(inputs: number, outputs: number): Edge[] {
    const { clk } = this.#roles;
    return [
      ...this.#changes(this.#roles.inputs, inputs, 0),
      { line: clk, level: 1, at: CLOCK_RISES },
      ...this.#changes(this.#roles.outputs, outputs, CLOCK_RISES),
      { line: clk, level: 0, at: CLOCK_FALLS },
    ];
  }

  #changes(lines: readonly string[], packed: number, at: number): Edge[] {
    const levels = unpack(packed, lines.length) as (0 | 1)[];
    return lines.flatMap((line, index) => {
      const level = levels[index] ?? 0;
      if ((this.#levels.get(line) ?? 0) === level) return [];
      this.#levels.set(line, level);
      return [{ line, level, at }];
    });
  }
}
