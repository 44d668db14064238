import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Automaton, adder, FixedCell, minimalAutomaton, type Task } from '../../src/index.ts';
import { PackedAutomaton, PackedEngine, packSteps, unpackSteps } from '../../src/runtime/index.ts';
import { proven } from '../fixed/networks.ts';

async function provenAutomaton(name: string) {
  const { fixed, task, proof } = await proven(name);
  return { fixed, automaton: minimalAutomaton(task, proof) };
}

/** Streams in chunks: packed steps, of any length. */
const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 });

describe('the packed automaton', () => {
  test.each(['adder', 'subtractor', 'comparator', 'parity'])(
    'answers as the cell does, for any stream in any chunks: %s',
    async (name) => {
      const { fixed, automaton } = await provenAutomaton(name);
      fc.assert(
        fc.property(chunks, (stream) => {
          const cell = new FixedCell(fixed);
          const packed = new PackedAutomaton(automaton);
          for (const chunk of stream) {
            const inputs = chunk.map((bits) => bits % 2 ** fixed.inputs);
            const expected = new Uint8Array(inputs.length);
            cell.run(inputs, expected);
            const planes = packed.run(packSteps(inputs, fixed.inputs), inputs.length);
            expect(unpackSteps(planes, inputs.length)).toEqual(expected);
          }
        }),
        { numRuns: 200 },
      );
    },
  );

  test('is any automaton, of one class or many', () => {
    fc.assert(
      fc.property(anyAutomaton, chunks, (automaton, stream) => {
        const { inputs: width } = automaton.task;
        const packed = new PackedAutomaton(automaton);
        let state = automaton.initial;
        for (const chunk of stream) {
          const inputs = chunk.map((bits) => bits % 2 ** width.length);
          const planes = packed.run(packSteps(inputs, width.length), inputs.length);
          const expected = inputs.map((bits) => {
            const edge = automaton.states[state]?.edges[bits];
            state = edge?.to ?? Number.NaN;
            return edge?.outputs ?? Number.NaN;
          });
          expect(unpackSteps(planes, inputs.length)).toEqual(expected);
          expect(packed.state).toBe(state);
        }
      }),
    );
  });

  test('adds numbers as they lie in memory, a million bits long', async () => {
    const { automaton } = await provenAutomaton('adder');
    const bytes = 125_000;
    const [a, b] = [3n ** 600_000n, 7n ** 350_000n];
    const [sum = new Uint8Array()] = new PackedAutomaton(automaton).run([plane(a), plane(b)], bytes * 8);
    expect(Buffer.from(sum).toString('hex')).toBe(Buffer.from(plane(a + b)).toString('hex'));

    function plane(number: bigint): Uint8Array {
      return Buffer.from(number.toString(16).padStart(bytes * 2, '0'), 'hex').reverse();
    }
  });

  test('goes on from any class, and resets to the initial one', async () => {
    const { automaton } = await provenAutomaton('adder');
    const packed = new PackedAutomaton(automaton);
    const zeros = [Uint8Array.of(0), Uint8Array.of(0)];
    packed.state = 1 - automaton.initial;
    expect(packed.run(zeros, 3)).toEqual([Uint8Array.of(1)]);
    expect(packed.state).toBe(automaton.initial);
    packed.run([Uint8Array.of(1), Uint8Array.of(1)], 1);
    expect(packed.state).not.toBe(automaton.initial);
    packed.reset();
    expect(packed.run(zeros, 3)).toEqual([Uint8Array.of(0)]);
  });

  test('reads and writes nothing after the last step', async () => {
    const { automaton } = await provenAutomaton('adder');
    const packed = new PackedAutomaton(automaton);
    expect(packed.run([Uint8Array.of(0xff), Uint8Array.of(0xf8)], 3)).toEqual([Uint8Array.of(0b111)]);
    expect(packed.state).toBe(automaton.initial);
  });

  test('refuses what does not fit, says what was wrong, and takes no step', async () => {
    const { automaton } = await provenAutomaton('adder');
    const packed = new PackedAutomaton(automaton);
    const plane = Uint8Array.of(0xff);
    expect(() => packed.run([plane], 8)).toThrow('inputs: expected 2 values, got 1');
    expect(() => packed.run([plane, plane], 9)).toThrow('a plane: expected 2 values, got 1');
    expect(() => packed.run([plane, plane], 0.5)).toThrow('steps: expected a whole number');
    expect(() => {
      packed.state = 2;
    }).toThrow('state: expected a state of the table, got 2');
    expect(packed.state).toBe(automaton.initial);
    const many = Array.from({ length: 257 }, () => automaton.states[0] as Automaton['states'][number]);
    expect(() => new PackedAutomaton({ ...automaton, states: many })).toThrow(
      expect.objectContaining({
        code: 'CARRYBIT_INVALID_ARGUMENT',
        message: 'states: expected 1–256, got 257',
      }),
    );
  });
});

describe('planes', () => {
  test('hold the steps, whatever their number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 1, max: 8 }), (bytes, width) => {
        const steps = bytes.map((bits) => bits % 2 ** width);
        const planes = packSteps(steps, width);
        expect(planes.map((plane) => plane.length)).toEqual(Array(width).fill(Math.ceil(steps.length / 8)));
        expect(unpackSteps(planes, steps.length)).toEqual(steps);
      }),
    );
  });

  test('have the least significant bit first', () => {
    expect(packSteps(Uint8Array.of(1, 0, 2, 3, 0, 0, 0, 0, 3), 2)).toEqual([
      Uint8Array.of(0b1001, 1),
      Uint8Array.of(0b1100, 1),
    ]);
  });

  test('refuse bits and steps they have no place for', () => {
    expect(() => packSteps(Uint8Array.of(3, 4), 2)).toThrow('steps[1]: expected 0–3, got 4');
    expect(() => unpackSteps([new Uint8Array(2), new Uint8Array(1)], 9)).toThrow(
      'planes[1]: expected 2 bytes for 9 steps, got 1',
    );
    expect(() => unpackSteps(Array(9).fill(new Uint8Array(1)), 1)).toThrow(
      'planes: expected at most 8, got 9',
    );
  });
});

test('the packed engine takes steps a byte each, resets when a number begins, and ends when it is closed', async () => {
  const { automaton } = await provenAutomaton('adder');
  const engine = new PackedEngine(automaton);
  expect(await engine.step(Uint8Array.of(3, 3), true)).toEqual(Uint8Array.of(0, 1));
  expect(await engine.step(Uint8Array.of(0), false)).toEqual(Uint8Array.of(1));
  expect(await engine.step(Uint8Array.of(3), false)).toEqual(Uint8Array.of(0));
  expect(await engine.step(Uint8Array.of(0), true)).toEqual(Uint8Array.of(0));
  await expect(engine.step(Uint8Array.of(4), true)).rejects.toThrow('steps[0]: expected 0–3, got 4');
  await engine.close();
  await expect(engine.step(Uint8Array.of(0), true)).rejects.toThrow('packed automaton is closed');
});

const anyAutomaton: fc.Arbitrary<Automaton> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    count: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ inputs, outputs, count }) => {
    const task: Task = { ...adder, inputs: Array(inputs).fill('in'), outputs: Array(outputs).fill('out') };
    const edge = fc.record({ to: fc.nat(count - 1), outputs: fc.nat(2 ** outputs - 1) });
    const edges = fc.array(edge, { minLength: 2 ** inputs, maxLength: 2 ** inputs });
    const states = fc.array(
      fc.record({ labels: fc.constant([]), networkStates: fc.constant(1), states: fc.constant(1), edges }),
      {
        minLength: count,
        maxLength: count,
      },
    );
    const stateOf = () => undefined;
    return fc
      .record({ task: fc.constant(task), initial: fc.nat(count - 1), states })
      .map((made) => ({ ...made, stateOf, classes: made.states, classOf: stateOf }));
  });
