import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotText, kiss2Text, parseDot, parseKiss2 } from '../../../src/machine/formats/index.ts';
import { difference, type Machine, reachable } from '../../../src/machine/index.ts';
import { machines } from '../machines.ts';

/**
 * Every step that an input stream can take, in the order in which they are found: equal for machines that are alike.
 */
function steps(machine: Machine) {
  const { nodes, states, next, output } = reachable(machine);
  const words = 2 ** machine.inputs.length;
  const care = Array.from({ length: nodes * words }, (_, at) => {
    const state = states[Math.floor(at / words)] as number;
    return machine.care[state * words + (at % words)];
  });
  return { nodes, next: [...next], output: [...output], care };
}

/** Machines in which some step leads on from the initial state: formats that list steps have nothing else to show. */
const stepping = machines({ maxStates: 6, maxInputs: 3, maxOutputs: 3 }).filter(({ next }) =>
  next.some((state) => state >= 0),
);

describe('what is written is read as the same machine', () => {
  test('KISS2', () => {
    fc.assert(
      fc.property(stepping, (machine) => {
        const words = 2 ** machine.inputs.length;
        fc.pre(
          machine.next.slice(machine.initial * words, (machine.initial + 1) * words).some((to) => to >= 0),
        );
        const { text, lost } = kiss2Text({ machine });
        const read = parseKiss2(text, 'other');
        expect([lost, read.notes.filter((note) => !note.includes('.s says'))]).toEqual([[], []]);
        const { name, inputs, outputs } = read.machine;
        expect({ name, inputs, outputs }).toEqual({
          name: machine.name,
          inputs: machine.inputs,
          outputs: machine.outputs,
        });
        expect(steps(read.machine)).toEqual(steps(machine));
      }),
    );
  });

  test('DOT', () => {
    fc.assert(
      fc.property(stepping, (machine) => {
        const { text, lost } = dotText({ machine });
        expect(lost).toEqual([]);
        const read = parseDot(text, 'other');
        const { name, inputs, outputs, states } = read.machine;
        expect({ name, inputs, outputs, states }).toEqual({
          name: machine.name,
          inputs: machine.inputs,
          outputs: machine.outputs,
          states: machine.states,
        });
        expect(steps(read.machine)).toEqual(steps(machine));
        expect(difference(read.machine, machine)).toBeUndefined();
      }),
    );
  });
});
