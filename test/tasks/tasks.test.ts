import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pack, type Task, tabulate, tasks, toNumber, unpack } from '../../src/tasks/index.ts';

/** What a task answers to a stream of steps. */
function run(task: Task, stream: readonly (readonly number[])[]): number[] {
  let state = task.initial;
  return stream.map((inputs) => {
    const step = task.step(state, inputs);
    state = step.state;
    return step.outputs[0] ?? -1;
  });
}

function streamsOf(numbers: readonly bigint[], steps: number): number[][] {
  return Array.from({ length: steps }, (_, step) =>
    numbers.map((number) => Number((number >> BigInt(step)) & 1n)),
  );
}

const word = fc.bigInt({ min: 0n, max: 2n ** 200n - 1n });

describe('what each task computes', () => {
  test('the adder adds numbers of any length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(toNumber(run(task('adder'), streamsOf([a, b], 201)))).toBe(a + b);
      }),
    );
  });

  test('the subtractor subtracts in two’s complement', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const bits = run(task('subtractor'), streamsOf([a, b], 201));
        expect(BigInt.asIntN(201, toNumber(bits))).toBe(a - b);
        expect(task('subtractor').reading(bits)).toBe((a - b).toString());
      }),
    );
  });

  test('the comparator knows after every step whether a is greater than b so far', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        run(task('comparator'), streamsOf([a, b], 201)).forEach((answer, step) => {
          const mask = 2n ** BigInt(step + 1) - 1n;
          expect(answer).toBe((a & mask) > (b & mask) ? 1 : 0);
        });
      }),
    );
  });

  test('parity knows after every step whether the ones so far are odd', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 })), (bits) => {
        run(
          task('parity'),
          bits.map((bit) => [bit]),
        ).forEach((answer, step) => {
          expect(answer).toBe(bits.slice(0, step + 1).reduce((sum, bit) => sum + bit, 0) % 2);
        });
      }),
    );
  });
});

describe.each([...tasks.values()])('the interface holds for the $name', (task) => {
  test('every step leads to a state and gives a bit for every output', () => {
    const { next, outputs } = tabulate(task);
    expect(next).toHaveLength(task.states.length << task.inputs.length);
    next.forEach((state, index) => {
      const step = task.step(index >> task.inputs.length, unpack(index, task.inputs.length));
      expect([state, unpack(outputs[index] ?? -1, task.outputs.length)]).toEqual([step.state, step.outputs]);
      expect(task.states[state]).toBeDefined();
    });
  });
});

test('unpack undoes pack', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 20 }), (bits) => {
      expect(unpack(pack(bits), bits.length)).toEqual(bits);
    }),
  );
});

function task(name: string): Task {
  const found = tasks.get(name);
  if (found === undefined) throw new Error(`there is no task ${name}`);
  return found;
}
