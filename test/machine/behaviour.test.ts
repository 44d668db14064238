import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FixedCell } from '../../src/fixed/index.ts';
import {
  deviation,
  difference,
  explore,
  type Machine,
  MachineStepper,
  machineDigest,
  minimize,
  pathTo,
  reachable,
  stateOf,
  tour,
  UNSPECIFIED,
} from '../../src/machine/index.ts';
import { adder, comparator, parity, subtractor } from '../../src/tasks/index.ts';
import { anyNetwork } from '../fixed/networks.ts';
import { machines, permuted } from './machines.ts';

/**
 * The outputs that a machine asks for on a stream, bits that nobody cares for as 0; stops where nothing is specified.
 */
function answersOf(machine: Machine, words: readonly number[]): [number, number][] {
  const stepper = new MachineStepper(machine);
  const replies: [number, number][] = [];
  for (const word of words) {
    const output = stepper.step(word);
    if (output === UNSPECIFIED) break;
    replies.push([output, stepper.care]);
  }
  return replies;
}

const streams = (machine: Machine) =>
  fc.array(fc.nat({ max: 2 ** machine.inputs.length - 1 }), { minLength: 1, maxLength: 12 });

describe('a machine in motion', () => {
  test('knows nothing after an unspecified step until it is reset', () => {
    const stepper = new MachineStepper({
      ...parity,
      next: [0, 1, 1, -1],
      output: [0, 1, 1, 0],
      care: [1, 1, 1, 0],
    });
    expect([1, 1, 0].map((word) => stepper.step(word))).toEqual([1, UNSPECIFIED, UNSPECIFIED]);
    expect(stepper.allows(0, UNSPECIFIED) && stepper.allows(1, UNSPECIFIED)).toBe(true);
    stepper.reset();
    expect(stepper.step(0)).toBe(0);
  });

  test.each([4, -1, 0.5, Number.NaN, '1' as never, undefined as never])(
    'refuses %j as an input word',
    (word) => {
      expect(() => new MachineStepper(adder).step(word)).toThrow(
        'input word: expected 0–3 for 2 inputs, got',
      );
    },
  );
});

describe('exploring', () => {
  test('reaches what some stream reaches, by shortest paths, and every step is the machine’s', () => {
    fc.assert(
      fc.property(machines(), (machine) => {
        const graph = reachable(machine);
        const words = 2 ** machine.inputs.length;
        const lengths = Array.from({ length: graph.nodes }, (_, node) => pathTo(graph, node).length);
        expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
        for (let node = 0; node < graph.nodes; node++) {
          const [state = -1] = stateOf(graph, node);
          const stepper = new MachineStepper(machine);
          for (const word of pathTo(graph, node)) stepper.step(word);
          expect(stepper.state[0]).toBe(state);
          for (let word = 0; word < words; word++) {
            const to = graph.next[node * words + word] as number;
            const due = machine.next[state * words + word];
            expect(to === UNSPECIFIED ? UNSPECIFIED : stateOf(graph, to)[0]).toBe(due);
          }
        }
      }),
    );
  });

  test('ends at its limit, with a stream that leads there', () => {
    const long = chain(70_000);
    const found = explore(new MachineStepper(long), 1000);
    if (!('reason' in found)) throw new Error('not ended');
    expect([found.reason, found.nodes, found.path.length]).toEqual(['limit', 1001, 1000]);
    expect(reachable(long).nodes).toBe(70_000);
  });

  test('works on a cell as on a machine', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const cell = new FixedCell({ ...network });
        const graph = explore(cell, 200);
        if ('reason' in graph) return;
        for (let node = 0; node < graph.nodes; node++) {
          cell.reset();
          for (const word of pathTo(graph, node)) cell.step(word);
          expect(cell.state).toEqual(stateOf(graph, node));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('minimizing', () => {
  test('keeps every answer, and is no larger', () => {
    fc.assert(
      fc.property(
        machines().chain((machine) => fc.tuple(fc.constant(machine), streams(machine))),
        ([machine, words]) => {
          const small = minimize(machine);
          expect(small.states.length).toBeLessThanOrEqual(reachable(machine).nodes);
          expect(answersOf(small, words)).toEqual(answersOf(machine, words));
        },
      ),
    );
  });

  test('gives machines that do the same the same size, and no two states of one do the same', () => {
    fc.assert(
      fc.property(machines({ partial: false }), fc.infiniteStream(fc.nat()), (machine, numbers) => {
        const order = machine.states.map((_, state) => state);
        order.sort(() => ((numbers.next().value as number) % 2 === 0 ? -1 : 1));
        const small = minimize(machine);
        expect(minimize(permuted(machine, order)).states.length).toBe(small.states.length);
        small.states.forEach((_, one) => {
          small.states.forEach((_, other) => {
            const apart = difference({ ...small, initial: one }, { ...small, initial: other });
            expect(apart === undefined).toBe(one === other);
          });
        });
      }),
    );
  });
});

describe('the difference of two machines', () => {
  test('is none for a machine and itself minimized or permuted', () => {
    fc.assert(
      fc.property(machines(), (machine) => {
        expect(difference(machine, minimize(machine))).toBeUndefined();
        expect(
          difference(machine, permuted(machine, machine.states.map((_, state) => state).reverse())),
        ).toBeUndefined();
      }),
    );
  });

  test('is otherwise the shortest stream that tells them apart', () => {
    fc.assert(
      fc.property(
        machines({ maxInputs: 1, maxOutputs: 1 }),
        machines({ maxInputs: 1, maxOutputs: 1 }),
        (one, other) => {
          const found = difference(one, other)?.length;
          let shortest: number | undefined;
          for (let length = 1; length <= 6 && shortest === undefined; length++) {
            for (let bits = 0; bits < 2 ** length; bits++) {
              const words = Array.from({ length }, (_, step) => (bits >> step) & 1);
              const [a, b] = [answersOf(one, words), answersOf(other, words)];
              const [due = [0, 0], got = [0, 0]] = [a[length - 1], b[length - 1]];
              if (a.length === length && b.length === length && ((due[0] ^ got[0]) & due[1] & got[1]) !== 0)
                shortest = length;
            }
          }
          if (shortest !== undefined || (found ?? 9) <= 6) expect(found).toBe(shortest);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of an adder and a subtractor is one step and another', () => {
    expect(difference(adder, subtractor)?.length).toBe(2);
    expect(() => difference(adder, parity)).toThrow('inputs: expected as many in both machines, got 2 and 1');
  });
});

describe('a tour', () => {
  test('takes every step that can ever be taken', () => {
    fc.assert(
      fc.property(machines(), (machine) => {
        const taken = new Set<string>();
        for (const words of tour(machine)) {
          const stepper = new MachineStepper(machine);
          for (const word of words) {
            taken.add(`${stepper.state[0]},${word}`);
            stepper.step(word);
          }
        }
        const graph = reachable(machine);
        expect(taken.size).toBe(graph.next.filter((to) => to !== UNSPECIFIED).length);
      }),
    );
  });

  test('finds every wrong step of a stepper with the machine’s states, also of one that answers later', async () => {
    for (let index = 0; index < comparator.output.length; index++) {
      const wrong = new MachineStepper({
        ...comparator,
        output: comparator.output.map((bit, at) => (at === index ? 1 - bit : bit)),
      });
      const found = await deviation(wrong, comparator);
      expect(found?.actual).toBe(1 - (found?.expected ?? 0));
      const later = { reset: () => wrong.reset(), step: async (word: number) => wrong.step(word) };
      expect(await deviation(later, comparator)).toEqual(found);
    }
    expect(await deviation(new MachineStepper(comparator), comparator)).toBeUndefined();
  });
});

test('the digest is of the value: not of the order of fields, and of every name and number', () => {
  const { name, ...rest } = adder;
  expect(machineDigest({ ...rest, name })).toBe(machineDigest(adder));
  const digests = [
    adder,
    { ...adder, name: 'other' },
    { ...adder, states: ['c0', 'c1'] },
    { ...adder, initial: 1 },
    { ...adder, next: adder.next.with(0, 1) },
    { ...adder, output: adder.output.with(0, 1) },
    { ...adder, output: adder.output.with(1, 0), care: adder.care.with(1, 0) },
  ].map(machineDigest);
  expect(new Set(digests).size).toBe(digests.length);
  expect(machineDigest(adder)).toMatch(/^[0-9a-f]{64}$/);
});

/** A machine that counts to its last state and stays there. */
function chain(states: number): Machine {
  const names = Array.from({ length: states }, (_, state) => `s${state}`);
  const next = names.flatMap((_, state) => [state, Math.min(state + 1, states - 1)]);
  const output = next.map(() => 0);
  return {
    name: 'chain',
    inputs: ['x'],
    outputs: ['y'],
    states: names,
    initial: 0,
    next,
    output,
    care: next.map(() => 1),
  };
}
