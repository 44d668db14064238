import fc from 'fast-check';
import { type Machine, UNSPECIFIED } from '../../src/machine/index.ts';

/** Any machine of these sizes; `partial` allows unspecified steps and output bits that nobody cares for. */
export function machines({
  maxStates = 5,
  maxInputs = 2,
  maxOutputs = 2,
  partial = true,
} = {}): fc.Arbitrary<Machine> {
  return fc
    .record({
      states: fc.integer({ min: 1, max: maxStates }),
      inputs: fc.integer({ min: 1, max: maxInputs }),
      outputs: fc.integer({ min: 1, max: maxOutputs }),
    })
    .chain(({ states, inputs, outputs }) => {
      const size = states << inputs;
      const largest = 2 ** outputs - 1;
      const table = (values: fc.Arbitrary<number>) => fc.array(values, { minLength: size, maxLength: size });
      const state = fc.integer({ min: 0, max: states - 1 });
      const next = partial ? fc.oneof({ weight: 5, arbitrary: state }, fc.constant(UNSPECIFIED)) : state;
      const care = partial ? fc.integer({ min: 0, max: largest }) : fc.constant(largest);
      return fc.record({
        name: fc.constant('any'),
        inputs: fc.constant(names('i', inputs)),
        outputs: fc.constant(names('o', outputs)),
        states: fc.constant(names('s', states)),
        initial: state,
        next: table(next),
        output: table(fc.integer({ min: 0, max: largest })),
        care: table(care),
      });
    })
    .map((machine) => {
      const care = machine.care.map((bits, index) => (machine.next[index] === UNSPECIFIED ? 0 : bits));
      return { ...machine, care, output: machine.output.map((bits, index) => bits & (care[index] ?? 0)) };
    });
}

/** The same machine with its states in another order. */
export function permuted(machine: Machine, order: readonly number[]): Machine {
  const words = 2 ** machine.inputs.length;
  const moved = (table: readonly number[]) =>
    order.flatMap((state) => table.slice(state * words, (state + 1) * words));
  return {
    ...machine,
    states: order.map((state) => machine.states[state] ?? ''),
    initial: order.indexOf(machine.initial),
    next: moved(machine.next).map((state) => (state === UNSPECIFIED ? state : order.indexOf(state))),
    output: moved(machine.output),
    care: moved(machine.care),
  };
}

function names(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index}`);
}
