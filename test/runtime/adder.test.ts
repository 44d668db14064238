import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MachineStepper } from '../../src/machine/index.ts';
import { Adder, type Engine, NodeEngine, RESET_BIT } from '../../src/runtime/index.ts';
import { type Task, tasks, toSteps } from '../../src/tasks/index.ts';
import { proven } from '../fixed/networks.ts';

const networks = await Promise.all([...tasks.keys()].map((name) => proven(name)));
const [network] = networks as [(typeof networks)[0]];

/** Numbers as bytes for an Adder. */
function bytesOf(task: Task, numbers: readonly (readonly bigint[])[]): Buffer {
  return Buffer.concat(
    numbers.map((operands) => {
      const steps = Uint8Array.from(toSteps(task, operands));
      steps[0] = (steps[0] ?? 0) | RESET_BIT;
      return steps;
    }),
  );
}

/** What the task answers to such bytes. */
function expected(task: (typeof networks)[0]['task'], bytes: Buffer): number[] {
  const machine = new MachineStepper(task);
  return Array.from(bytes, (byte) => {
    if (byte & RESET_BIT) machine.reset();
    return machine.step(byte & ~RESET_BIT);
  });
}

describe('an adder as a stream', () => {
  test.each(networks)(
    'answers numbers of any length however they are cut: $task.name',
    async ({ task, fixed }) => {
      const operand = fc.oneof(fc.bigInt({ min: 0n, max: 255n }), fc.bigInt({ min: 0n, max: 2n ** 2500n }));
      const operands = fc.array(operand, { minLength: task.inputs.length, maxLength: task.inputs.length });
      await fc.assert(
        fc.asyncProperty(
          fc.array(operands, { minLength: 1, maxLength: 5 }),
          fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
          async (numbers, cuts) => {
            const bytes = bytesOf(task, numbers);
            const chunks: Buffer[] = [];
            for (let at = 0, cut = 0; at < bytes.length; cut++) {
              const size = cuts[cut % cuts.length] ?? 1;
              chunks.push(bytes.subarray(at, at + size));
              at += size;
            }
            const adder = Readable.from(chunks).pipe(new Adder(new NodeEngine(fixed), task));
            expect([...(await buffer(adder))]).toEqual(expected(task, bytes));
          },
        ),
        { numRuns: 30 },
      );
    },
  );

  test('is an async iterable of what it answers', async () => {
    const adder = new Adder(new NodeEngine(network.fixed), network.task);
    adder.end(Uint8Array.of(RESET_BIT | 0b11, 0b00));
    const sums: number[] = [];
    for await (const bytes of adder) sums.push(...bytes);
    expect(sums).toEqual([0, 1]);
  });

  test('goes on with a number where no new one begins', async () => {
    const adder = new Adder(new NodeEngine(network.fixed), network.task);
    adder.write(Uint8Array.of(RESET_BIT | 0b11));
    await once(adder, 'readable');
    adder.end(Uint8Array.of(0b11));
    expect([...(await buffer(adder))]).toEqual([0, 1]);
  });

  test('refuses a step that the task does not know, and says where it stands', async () => {
    const adder = new Adder(new NodeEngine(network.fixed), network.task);
    adder.end(Uint8Array.of(RESET_BIT | 3, 0, 7));
    await expect(buffer(adder)).rejects.toThrow(
      'step 2: expected 0–3 for the adder, plus 128 where a number begins, got 7',
    );
  });

  test('passes on what the engine throws', async () => {
    const engine = new NodeEngine(network.fixed);
    await engine.close();
    const adder = new Adder(engine, network.task);
    adder.end(Uint8Array.of(3));
    await expect(buffer(adder)).rejects.toThrow('Node cell is closed');
  });

  test('holds its writer back while the engine is busy or nobody reads', async () => {
    let waiting: (() => void) | undefined;
    const cell = new NodeEngine(network.fixed);
    const slow: Engine = {
      name: 'slow',
      step: async (inputs, reset) => {
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
        return cell.step(inputs, reset);
      },
      close: async () => {},
    };
    let produced = 0;
    async function* endless() {
      for (; produced < 1000; produced++) yield Buffer.alloc(4096, 1);
    }
    let consumed = 0;
    const sink = new Writable({
      write(chunk, _encoding, callback) {
        consumed += chunk.length;
        callback();
      },
    });
    const running = pipeline(Readable.from(endless()), new Adder(slow, network.task), sink).catch(
      () => 'ended',
    );
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
    // One piece is with the engine; as much as the stream's buffers hold has been made, and no more.
    expect(consumed).toBe(0);
    expect(produced).toBeLessThan(16);
    const before = produced;
    while (consumed === 0) {
      waiting?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(produced).toBeLessThan(before + 16);
    sink.destroy();
    waiting?.();
    expect(await running).toBe('ended');
  });
});
