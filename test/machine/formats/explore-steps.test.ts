import { describe, expect, test } from 'vitest';
import { exploreSteps, type StepModule } from '../../../src/machine/formats/index.ts';

const counter: StepModule = {
  inputs: ['up'],
  outputs: ['full', 'unused'],
  initial: { n: 0 },
  step: (state, [up]) => {
    const { n } = state as { n: number };
    if (n === 2 && up === 1) return undefined;
    return { state: { n: n + Number(up) }, outputs: [n === 2, null] };
  },
};

describe('exploreSteps', () => {
  test('tabulates states of any JSON, with steps that never come and don’t-cares', () => {
    expect(exploreSteps(counter, 'counter').machine).toEqual({
      name: 'counter',
      inputs: ['up'],
      outputs: ['full', 'unused'],
      states: ['n=0', 'n=1', 'n=2'],
      initial: 0,
      next: [0, 1, 1, 2, 2, -1],
      output: [0, 0, 0, 0, 1, 0],
      care: [1, 1, 1, 1, 1, 0],
    });
  });

  test('has bits by name, too, in inputs and outputs, and refuses other names', () => {
    const named = (step: StepModule['step']): StepModule => ({
      ...counter,
      inputs: ['up', 'at'],
      initial: 0,
      step,
    });
    const either = named((_, bits) => {
      const { up, at } = bits as unknown as Record<'up' | 'at', number>;
      expect([...bits]).toEqual([up, at]);
      expect(JSON.stringify(bits)).toBe(`[${up},${at}]`);
      return { state: 0, outputs: { unused: null, full: up === 1 || at === 1 } };
    });
    const { output, care } = exploreSteps(either, 'either').machine;
    expect([output, care]).toEqual([
      [0, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    expect(() =>
      exploreSteps(
        named((_, bits) => ({ state: 0, outputs: [(bits as never as { pu: number }).pu, 0] })),
        'typo',
      ),
    ).toThrow('step(0, 00): expected the name of an input (up, at), got "pu"');
    for (const outputs of [{ full: 1 }, { full: 1, unusd: 1 }, { full: 1, unused: 1, more: 1 }, null])
      expect(() =>
        exploreSteps(
          named(() => ({ state: 0, outputs })),
          'outputs',
        ),
      ).toThrow(
        `step(0, 00): expected 2 outputs of 0, 1 or null (full, unused), got ${JSON.stringify(outputs)}`,
      );
  });

  const statesOf = (...states: unknown[]) =>
    exploreSteps(
      {
        ...counter,
        initial: states[0],
        step: (state) => {
          const at = states.findIndex((each) => JSON.stringify(each) === JSON.stringify(state));
          return { state: states[(at + 1) % states.length], outputs: [0, 0] };
        },
      },
      'named',
    ).machine.states;

  test('names states shortly, each by its own name', () => {
    expect(statesOf({ count: 3, open: true }, { count: 3, open: false })).toEqual([
      'count=3,open=1',
      'count=3,open=0',
    ]);
    expect(statesOf({ at: 'A', door: { open: null } }, 'idle', 7, [1, 0], {})).toEqual([
      'at=A,door.open=null',
      ...['idle', '7', '[1,0]', '{}'],
    ]);
    // The short names would be the same.
    expect(statesOf({ on: true }, { on: 1 })).toEqual(['{"on":true}', '{"on":1}']);
    expect(statesOf({ on: true }, 'on=1', '{"on":true}')).toEqual([0, 1, 2].map((at) => `s${at}`));
  });

  test('takes symbols, and those of the output as they come', () => {
    const { machine, symbols } = exploreSteps(
      {
        inputSymbols: ['on', 'off'],
        initial: 'dark',
        step: (_, input) => ({ state: input === 'on' ? 'lit' : 'dark', output: `was ${_}` }),
      },
      'lamp',
    );
    expect(symbols).toEqual({
      inputs: [
        ['on', 0],
        ['off', 1],
      ],
      outputs: [
        ['was dark', 0],
        ['was lit', 1],
      ],
    });
    expect([machine.states, machine.next, machine.output]).toEqual([
      ['dark', 'lit'],
      [1, 0, 1, 0],
      [0, 0, 1, 1],
    ]);
  });

  test('a state that step changes in place is not shared', () => {
    const { machine } = exploreSteps(
      {
        inputs: ['x'],
        outputs: ['y'],
        initial: { n: 0 },
        step: (state) => {
          const own = state as { n: number };
          own.n = 1 - own.n;
          return { state: own, outputs: [own.n] };
        },
      },
      'it',
    );
    expect(machine.next).toEqual([1, 1, 0, 0]);
  });

  const circle: Record<string, unknown> = {};
  circle.own = circle;
  let calls = 0;
  test.each<[Partial<StepModule>, string]>([
    [{ step: undefined as never }, 'expected an exported function step'],
    [{ inputs: undefined as never }, 'expected exported inputs, names of bits, or inputSymbols, got neither'],
    [{ inputs: Array.from({ length: 13 }, (_, at) => `i${at}`) }, 'expected 1–12 input bits, got 13'],
    [{ inputs: ['a', 'a'] }, 'expected each name once'],
    [{ initial: Number.NaN }, 'initial: expected a value that JSON can hold, got NaN'],
    [{ initial: circle }, 'initial: expected a value that JSON can hold, got an object'],
    [
      { initial: 'x'.repeat(70_000) },
      'initial: expected a state of at most 65536 characters as JSON, got 70002',
    ],
    [{ initial: () => 1 }, 'initial: expected a value that JSON can hold, got a function'],
    [{ step: () => 3 }, 'step({"n":0}, 0): expected { state, outputs } or undefined, got 3'],
    [
      { step: (state) => ({ state, outputs: [0] }) },
      'step({"n":0}, 0): expected 2 outputs of 0, 1 or null (full, unused), got [0]',
    ],
    [{ step: (state) => ({ state, outputs: [0, calls++ % 2] }) }, 'it may depend on state and input only'],
    [
      { step: (state) => ({ state: { n: (state as { n: number }).n + 1 }, outputs: [0, 0] }) },
      'step({"n":255}, 0): expected at most 256 states, got more, now {"n":256}',
    ],
  ])('%# is refused with its place', (change, message) => {
    expect(() => exploreSteps({ ...counter, ...change }, 'it')).toThrow(message);
  });
});
