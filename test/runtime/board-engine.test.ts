import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBinding, type Uno } from '../../firmware-sim/index.ts';
import { digestOf, openLine } from '../../src/board/index.ts';
import type { NetworkDocument } from '../../src/index.ts';
import {
  Adder,
  answers,
  BoardEngine,
  FIRST,
  isRight,
  type Notice,
  randomNumbers,
} from '../../src/runtime/index.ts';
import { adder, tasks } from '../../src/tasks/index.ts';
import { eepromWith, provenDocument, runningUno } from '../board/simulated.ts';

const network = await provenDocument();

/** A board with a network, behind an engine that notes what happens to it. */
async function engineOn(uno: Uno, document: NetworkDocument = network) {
  const notices: Notice[] = [];
  const binding = createBinding({ sim: uno });
  const engine = await BoardEngine.open({
    path: 'sim',
    network: document.fixed,
    digest: digestOf(document.digests),
    open: () => openLine('sim', binding),
    onNotice: (notice) => notices.push(notice),
  });
  onTestFinished(() => engine.close());
  return { engine, notices, binding };
}

const board = (document = network) => runningUno(eepromWith(document));

/** Streams additions and gives how many were answered, right and in order. */
async function additions(
  engine: BoardEngine,
  count: number,
  bits: number,
  onAnswer = (_index: number) => {},
) {
  const due = [...randomNumbers(adder, 3, bits, count)];
  let index = 0;
  for await (const answer of answers(engine, due)) {
    expect(answer.numbers).toEqual(due[index]);
    expect(isRight(adder, answer)).toBe(true);
    onAnswer(index);
    index += 1;
  }
  return index;
}

describe('a board as an engine', () => {
  test.each([...tasks.values()])('answers numbers of any length: $name', async (task) => {
    const document = await provenDocument(task.name);
    const { engine } = await engineOn(board(document), document);
    const operand = fc.oneof(fc.bigInt({ min: 0n, max: 255n }), fc.bigInt({ min: 0n, max: 2n ** 1500n }));
    const operands = fc.array(operand, { minLength: task.inputs.length, maxLength: task.inputs.length });
    for (const numbers of fc.sample(operands, { numRuns: 12, seed: 5 })) {
      for await (const answer of answers(engine, [numbers])) expect(isRight(task, answer)).toBe(true);
    }
  });

  test('is behind an Adder what the cell in Node is', async () => {
    const { engine } = await engineOn(board());
    const stream = new Adder(engine, adder);
    stream.end(Uint8Array.of(FIRST | 3, 3, 3, 0, FIRST | 1, 0));
    const bits: number[] = [];
    for await (const bytes of stream) bits.push(...bytes);
    expect(bits).toEqual([0, 1, 1, 1, 1, 0]);
  });

  test('takes a reset without steps for the next step', async () => {
    const { engine } = await engineOn(board());
    await engine.step(Uint8Array.of(3), true);
    await engine.step(new Uint8Array(), true);
    expect([...(await engine.step(Uint8Array.of(0), false))]).toEqual([0]);
  });

  test('without a network, with another, or gone, is refused at once', async () => {
    await expect(engineOn(runningUno())).rejects.toThrow('the board has no network; carrybit flash-weights');
    const subtractor = await provenDocument('subtractor');
    await expect(engineOn(board(subtractor))).rejects.toThrow(
      'the board runs another network, the subtractor',
    );
    const uno = board();
    uno.serial.unplug();
    await expect(engineOn(uno)).rejects.toMatchObject({ problem: 'absent' });
  });

  test('is refused to a second program', async () => {
    const uno = board();
    const { engine } = await engineOn(uno);
    await expect(engineOn(uno)).rejects.toThrow('another program uses it');
    expect(await additions(engine, 20, 20)).toBe(20);
  });
});

describe('faults of a board', () => {
  test('the port pulled at 200 random moments of 2,000 additions: none lost, doubled or wrong', async () => {
    const uno = board();
    const { engine, notices } = await engineOn(uno);
    // Moments between the start and the end of the additions, in bytes on the line: some 17 an addition.
    const moments = fc.sample(fc.integer({ min: 1, max: 150 }), { numRuns: 200, seed: 11 });
    let [pulled, due] = [0, 0];
    const pull = () => {
      pulled += 1;
      uno.serial.unplug();
      setImmediate(() => uno.serial.plug());
    };
    const watch = setInterval(() => {}, 1000);
    uno.serial.tamper = (byte) => {
      due -= 1;
      if (due < 0 && pulled < moments.length) {
        due = (moments[pulled] as number) + 60;
        queueMicrotask(pull);
      }
      return [byte];
    };
    expect(await additions(engine, 2000, 24)).toBe(2000);
    clearInterval(watch);
    expect(pulled).toBe(200);
    expect(notices.filter(({ kind }) => kind === 'lost').length).toBeGreaterThan(100);
  }, 120_000);
});
