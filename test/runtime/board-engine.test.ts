import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createBinding, type Uno } from '../../firmware-sim/index.ts';
import { digestOf, openLine } from '../../src/board/index.ts';
import type { NetworkDocument } from '../../src/index.ts';
import {
  Adder,
  type Engine,
  isCorrect,
  type Notice,
  openBoardEngine,
  RESET_BIT,
  randomNumbers,
  streamResults,
} from '../../src/runtime/index.ts';
import { adder, tasks } from '../../src/tasks/index.ts';
import { eepromWith, provenDocument, runningUno } from '../board/simulated.ts';

const network = await provenDocument();

/** A board with a network, behind an engine that notes what happens to it. */
async function engineOn(uno: Uno, document: NetworkDocument = network, baudRate?: number) {
  const notices: Notice[] = [];
  const binding = createBinding({ sim: uno });
  const engine = await openBoardEngine({
    path: 'sim',
    network: document.fixed,
    digest: digestOf(document.digests),
    open: () => openLine('sim', binding),
    baudRate,
    onNotice: (notice) => notices.push(notice),
  });
  onTestFinished(() => engine.close());
  return { engine, notices, binding };
}

const board = (document = network) => runningUno(eepromWith(document));

/** The rate at which the board sends and receives: UBRR0L, at double speed (datasheet 19.10). */
const rateOf = ({ core }: Uno) => 2_000_000 / ((core.data[0xc4] as number) + 1);

/** Streams additions and gives how many were answered, right and in order. */
async function additions(engine: Engine, count: number, bits: number, onAnswer = (_index: number) => {}) {
  const due = [...randomNumbers(adder, 3, bits, count)];
  let index = 0;
  for await (const result of streamResults(engine, adder, due)) {
    expect(result.numbers).toEqual(due[index]);
    expect(isCorrect(adder, result)).toBe(true);
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
      for await (const result of streamResults(engine, task, [numbers]))
        expect(isCorrect(task, result)).toBe(true);
    }
  });

  test('is behind an Adder what the cell in Node is', async () => {
    const { engine } = await engineOn(board());
    const stream = new Adder(engine, adder);
    stream.end(Uint8Array.of(RESET_BIT | 3, 3, 3, 0, RESET_BIT | 1, 0));
    const bits: number[] = [];
    for await (const bytes of stream) bits.push(...bytes);
    expect(bits).toEqual([0, 1, 1, 1, 1, 0]);
  });

  test.each([115_200, 1_000_000])('streams at the rate that was asked for: %i baud', async (rate) => {
    const uno = board();
    const { engine, notices } = await engineOn(uno, network, rate);
    expect(await additions(engine, 200, 64)).toBe(200);
    expect(Math.abs(rateOf(uno) - rate) / rate).toBeLessThan(0.025);
    expect(notices).toEqual([]);
  });

  test('a rate that the line cannot carry is given up, and it goes on at the old one', async () => {
    const uno = board();
    uno.serial.tamper = (byte) => (rateOf(uno) > 100_000 ? [] : [byte]);
    const { engine, notices } = await engineOn(uno, network, 250_000);
    expect(await additions(engine, 20, 64)).toBe(20);
    expect(notices).toEqual([{ kind: 'slower', text: 'the line stays at 57600 baud' }]);
  });

  test('a rate that the board cannot make is refused', async () => {
    await expect(engineOn(board(), network, 700_000)).rejects.toThrow('700000 baud');
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
  /** Does something after each of `times` random numbers of bytes on the line, the handshake's included. */
  function atRandomMoments(uno: Uno, times: number, fault: () => void): () => number {
    const gaps = fc.sample(fc.integer({ min: 100, max: 500 }), { numRuns: times, seed: 11 });
    let done = 0;
    let left = gaps[0] as number;
    uno.serial.tamper = (byte) => {
      left -= 1;
      if (left < 0 && done < times) {
        done += 1;
        left = gaps[done] ?? 0;
        queueMicrotask(fault);
      }
      return [byte];
    };
    return () => done;
  }

  test('the port pulled at 200 random moments of 2,000 additions: none lost, doubled or wrong', async () => {
    const uno = board();
    const { engine, notices } = await engineOn(uno);
    const pulled = atRandomMoments(uno, 200, () => {
      uno.serial.unplug();
      setImmediate(() => uno.serial.plug());
    });
    expect(await additions(engine, 2000, 24)).toBe(2000);
    expect(pulled()).toBe(200);
    expect(notices.filter(({ kind }) => kind === 'lost').length).toBeGreaterThan(100);
  }, 120_000);

  test.each<[string, (uno: Uno) => void]>([
    ['reset', (uno) => uno.reset()],
    ['without power for a moment', (uno) => uno.powerCycle()],
  ])(
    'the board %s at 60 random moments of 600 additions: none lost, doubled or wrong',
    async (_, fault) => {
      const uno = board();
      const { engine, notices } = await engineOn(uno);
      const done = atRandomMoments(uno, 60, () => fault(uno));
      expect(await additions(engine, 600, 24)).toBe(600);
      expect(done()).toBe(60);
      expect(notices.map(({ kind }) => kind)).toContain('reset');
    },
    60_000,
  );

  test('a board reset at 1,000,000 baud, which begins at its first rate again, is found', async () => {
    const uno = board();
    const { engine, notices } = await engineOn(uno, network, 1_000_000);
    const done = atRandomMoments(uno, 5, () => uno.reset());
    expect(await additions(engine, 100, 64)).toBe(100);
    expect(done()).toBe(5);
    expect(notices.filter(({ kind }) => kind === 'back').length).toBeGreaterThan(0);
  }, 120_000);

  test('a reset between two steps of a number that waits is met at the next step', async () => {
    const uno = board();
    const { engine, notices } = await engineOn(uno);
    expect([...(await engine.step(Uint8Array.of(3), true))]).toEqual([0]);
    uno.reset();
    // The carry was in the board's memory; it is brought back.
    expect([...(await engine.step(Uint8Array.of(0), false))]).toEqual([1]);
    expect(notices.map(({ kind }) => kind)).toEqual(['reset', 'back']);
  });

  test('a port taken by another program while the cable was out is waited for', async () => {
    const uno = board();
    const { engine, notices, binding } = await engineOn(uno);
    await engine.step(Uint8Array.of(3), true);
    uno.serial.unplug();
    const result = engine.step(Uint8Array.of(0), false);
    const untilNotices = async (count: number) => {
      while (notices.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    await untilNotices(2);
    uno.serial.plug();
    const other = await binding.open({ path: 'sim', baudRate: 57600 });
    await untilNotices(3);
    await other.close();
    expect([...(await result)]).toEqual([1]);
    expect(notices.map(({ kind }) => kind)).toEqual(['lost', 'waiting', 'waiting', 'back']);
    expect(notices[1]?.text).toContain('cannot open sim');
    expect(notices[2]?.text).toContain('another program uses it');
  });

  test('a board that comes back with another network is given up', async () => {
    const uno = board();
    const { engine } = await engineOn(uno);
    await engine.step(Uint8Array.of(3), true);
    uno.serial.unplug();
    uno.powerOff();
    uno.eeprom.memory.set(eepromWith(await provenDocument('subtractor')));
    uno.powerCycle();
    uno.serial.plug();
    await expect(engine.step(Uint8Array.of(0), false)).rejects.toThrow(
      'runs another network, the subtractor',
    );
    await expect(engine.step(Uint8Array.of(0), true)).rejects.toThrow('runs another network');
  });

  test('closing ends what waits for a board that is away', async () => {
    const uno = board();
    const { engine, notices } = await engineOn(uno);
    uno.serial.unplug();
    const result = engine.step(Uint8Array.of(3), true);
    const refused = expect(result).rejects.toThrow('Uno on sim is closed');
    while (notices.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await engine.close();
    await refused;
  });
});
