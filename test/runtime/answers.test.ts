import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Words } from '../../src/machine/index.ts';
import {
  type Engine,
  isCorrect,
  NodeEngine,
  resultByStep,
  type StreamResult,
  streamResults,
} from '../../src/runtime/index.ts';
import { tasks } from '../../src/tasks/index.ts';
import { proven } from '../fixed/networks.ts';

const networks = await Promise.all([...tasks.keys()].map((name) => proven(name)));
const [adder] = networks as [(typeof networks)[0]];

async function all(source: AsyncIterable<StreamResult>): Promise<StreamResult[]> {
  const list: StreamResult[] = [];
  for await (const result of source) list.push(result);
  return list;
}

describe('answers', () => {
  test.each(networks)('are right, and in order: $task.name', async ({ task, fixed }) => {
    const operand = fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: 2n ** 9000n }));
    const operands = fc.array(operand, { minLength: task.inputs.length, maxLength: task.inputs.length });
    await fc.assert(
      fc.asyncProperty(fc.array(operands, { maxLength: 20 }), async (numbers) => {
        const given = await all(streamResults(new NodeEngine(fixed), task, numbers));
        expect(given.map((result) => result.numbers)).toEqual(numbers);
        expect(given.every((result) => isCorrect(task, result))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('come one by one while the source waits for its next number', async () => {
    let more: ((numbers: bigint[]) => void) | undefined;
    async function* typed() {
      yield [1n, 2n];
      yield await new Promise<bigint[]>((resolve) => {
        more = resolve;
      });
    }
    const given = streamResults(new NodeEngine(adder.fixed), adder.task, typed());
    expect((await given.next()).value).toMatchObject({ numbers: [1n, 2n] });
    const second = given.next();
    while (more === undefined) await new Promise((resolve) => setImmediate(resolve));
    more([3n, 4n]);
    expect((await second).value).toMatchObject({ numbers: [3n, 4n] });
    expect((await given.next()).done).toBe(true);
  });

  test('draw their source only a little ahead of who takes them', async () => {
    let drawn = 0;
    function* endless() {
      for (;;) {
        drawn += 1;
        yield [1n, 1n];
      }
    }
    const given = streamResults(new NodeEngine(adder.fixed), adder.task, endless());
    for (let taken = 0; taken < 100; taken++) await given.next();
    expect(drawn).toBeLessThanOrEqual(110);
    await given.return();
  });

  test('fail where the engine or the source does, after those before', async () => {
    const engine = new NodeEngine(adder.fixed);
    const given = streamResults(engine, adder.task, [
      [1n, 1n],
      [-1n, 1n],
    ]);
    expect((await given.next()).done).toBe(false);
    await expect(given.next()).rejects.toThrow('numbers[0]: expected 0 or more, got -1');
    await engine.close();
    await expect(all(streamResults(engine, adder.task, [[1n, 1n]]))).rejects.toThrow('is closed');
  });

  test('may be had step by step', async () => {
    const steps: number[][] = [];
    const result = await resultByStep(
      new NodeEngine(adder.fixed),
      adder.task,
      [3n, 5n],
      (inputs, outputs) => {
        steps.push([inputs, outputs]);
      },
    );
    expect(steps).toEqual([
      [3, 0],
      [1, 0],
      [2, 0],
      [0, 1],
    ]);
    expect(isCorrect(adder.task, result)).toBe(true);
  });

  test('that are wrong are told: a flipped bit, a missing one, one too many', async () => {
    const liar = (change: (outputs: Words) => Words): Engine => {
      const cell = new NodeEngine(adder.fixed);
      return {
        name: 'liar',
        step: async (...step) => change(await cell.step(...step)),
        close: async () => {},
      };
    };
    for (const change of [
      (outputs: Words) => outputs.map((bits, step) => (step === 1 ? bits ^ 1 : bits)),
      (outputs: Words) => outputs.subarray(1),
      (outputs: Words) => Uint8Array.of(...outputs, 0),
    ]) {
      const [result] = await all(streamResults(liar(change), adder.task, [[13n, 4n]]));
      expect(result && isCorrect(adder.task, result)).toBe(false);
    }
  });
});
