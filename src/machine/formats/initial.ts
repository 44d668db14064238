import type { Machine } from '../machine.ts';
import { minimize } from '../minimize.ts';
import { MachineStepper } from '../stepper.ts';
import { predicted } from './against-recordings.ts';
import type { Sequence } from './prefix-tree.ts';

/**
 * States in which the recordings may begin: those from which the machine does the most recorded bits as recorded. A
 * recording that begins only once often leaves this open. The first is the state that the machine is in most often,
 * because devices are switched on at rest.
 */
export function initialStates(machine: Machine, sequences: readonly Sequence[]): [number, ...number[]] {
  const visits = visitsOf(machine, sequences);
  const from = machine.states.map((_, state) => ({ ...machine, initial: state }));
  const right = from.map((each) => predicted(each, sequences, 0).right);
  const max = Math.max(...right);
  const [first = machine.initial, ...others] = [...machine.states.keys()]
    .filter((state) => right[state] === max)
    .sort((one, other) => (visits[other] as number) - (visits[one] as number));
  return [first, ...others];
}

/** How often the machine is in each state, from its own initial state. */
function visitsOf(machine: Machine, sequences: readonly Sequence[]): number[] {
  const visits = new Array<number>(machine.states.length).fill(0);
  const stepper = new MachineStepper(machine);
  for (const sequence of sequences) {
    stepper.reset();
    for (const { word } of sequence) {
      stepper.step(word);
      const state = stepper.state[0] as number;
      if (state >= 0) visits[state] = (visits[state] as number) + 1;
    }
  }
  return visits;
}

/** The machine from the most likely of its initial states, and a note on the others. */
export function withInitialState(
  machine: Machine,
  sequences: readonly Sequence[],
): { readonly machine: Machine; readonly notes: string[] } {
  const [initial, ...others] = initialStates(machine, sequences);
  const found = minimize({ ...machine, initial });
  const known = others
    .map((state) => machine.states[state] as string)
    .filter((name) => found.states.includes(name));
  const begin =
    sequences.length === 1 ? 'The only recording begins' : `The ${sequences.length} recordings begin`;
  const notes =
    known.length === 0
      ? []
      : [
          `${begin} in ${found.states[found.initial]}, or just as well in ${known.join(', ')}: nothing that was recorded tells these apart as initial states. Record more resets.`,
        ];
  return { machine: found, notes };
}
