import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineStepper, pack, toNumber } from '../../src/machine/index.ts';
import { checkTask, readOutput, type Task, tasks } from '../../src/tasks/index.ts';

/** What a task answers to a stream of steps. */
function run(task: Task, stream: readonly (readonly number[])[]): number[] {
  const machine = new MachineStepper(task);
  return stream.map((inputs) => machine.step(pack(inputs)));
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
        expect(readOutput(task('subtractor'), bits)).toBe((a - b).toString());
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

test.each([...tasks.values()])('the $name is a machine in full, as data', (task) => {
  expect(checkTask(JSON.parse(JSON.stringify(task)))).toEqual(task);
});

test('what an output says is a number, a signed number or one of two words, and without a reading its bits', () => {
  const said = (output: 'unsigned' | 'signed' | [string, string]) =>
    readOutput({ reading: { operator: '', extraSteps: 0, output } }, [0, 1, 1]);
  expect([said('unsigned'), said('signed'), said(['no', 'yes'])]).toEqual(['6', '-2', 'yes']);
  expect(readOutput({}, [0, 1, 1])).toBe('011');
});

test.each([
  [{ extraSteps: 65 }, 'reading.extraSteps: expected 0–64, got 65'],
  [{ extraSteps: 0.5 }, 'reading.extraSteps: expected 0–64, got 0.5'],
  [{ operator: 7 }, 'reading.operator: expected text'],
  [{ output: 'float' }, 'reading.output: expected "unsigned", "signed" or two words, got float'],
  [{ output: ['no'] }, 'reading.output: expected two words, got 1'],
])('a reading with %o is refused', (change, message) => {
  const adder = task('adder');
  const broken = { ...adder, reading: { ...adder.reading, ...change } } as never;
  expect(() => checkTask(broken)).toThrow(message);
});

function task(name: string): Task {
  const found = tasks.get(name);
  if (found === undefined) throw new Error(`there is no task ${name}`);
  return found;
}
