import { pathTo } from './explore.ts';
import { type MachineInput, UNSPECIFIED } from './machine.ts';
import { reachable } from './minimize.ts';
import { requireFunction, requireObject } from './require.ts';
import { MachineStepper, type Stepper } from './stepper.ts';

/**
 * Input streams, each from the initial state, that together take every step that a machine can ever take: a shortest
 * path to each state, then one step.
 *
 * @throws MachineError
 */
export function* tour(machine: MachineInput): Generator<readonly number[]> {
  const graph = reachable(machine);
  const words = 2 ** machine.inputs.length;
  for (let node = 0; node < graph.nodes; node++) {
    const path = pathTo(graph, node);
    for (let word = 0; word < words; word++) {
      if (graph.next[node * words + word] !== UNSPECIFIED) yield [...path, word];
    }
  }
}

/** A difference between a stepper and its machine: the input words so far, and the last output word. */
export interface Deviation {
  readonly inputs: readonly number[];
  readonly expected: number;
  readonly actual: number;
}

/**
 * Compares a stepper with a machine on the machine's {@link tour}. This finds every wrong step if the stepper's states
 * are those of the machine. Only a proof finds the others.
 *
 * @returns the first difference, or undefined
 * @throws MachineError; what the stepper throws
 */
export async function deviation(
  stepper: Stepper<number | Promise<number>>,
  machine: MachineInput,
): Promise<Deviation | undefined> {
  requireObject('stepper', stepper, 'reset', 'step');
  requireFunction('stepper.reset', stepper.reset);
  requireFunction('stepper.step', stepper.step);
  const specification = new MachineStepper(machine);
  for (const inputs of tour(machine)) {
    await stepper.reset();
    specification.reset();
    for (const [step, word] of inputs.entries()) {
      const expected = specification.step(word);
      const actual = await stepper.step(word);
      if (!specification.allows(actual, expected))
        return { inputs: inputs.slice(0, step + 1), expected, actual };
    }
  }
  return undefined;
}
