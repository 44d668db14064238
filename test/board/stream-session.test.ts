import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StreamSession } from '../../src/board/index.ts';
import { packSteps, unpackOutputs } from '../../src/board/stream-session.ts';
import { FixedCell } from '../../src/index.ts';
import { boardOn, eepromWith, provenDocument, runningUno } from './simulated.ts';

describe('packed steps', () => {
  test('come back as they went, for every width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.uint8Array({ maxLength: 174 }), (width, bytes) => {
        const steps = bytes.map((byte) => byte & ((1 << width) - 1));
        const payload = packSteps(steps, width, 2);
        expect(unpackOutputs(payload.subarray(1), width, steps.length)).toEqual(steps);
        expect([payload.every((byte) => byte < 0x80), (payload[0] ?? 0) >> 3]).toEqual([true, 2]);
      }),
    );
  });
});

describe('a stream session', () => {
  test('answers any numbers, cut anyhow, as the cell does', async () => {
    const adder = await provenDocument();
    const { board } = await boardOn(runningUno(eepromWith(adder)));
    const session = new StreamSession(board.link, adder.fixed);
    const cell = new FixedCell(adder.fixed);
    const numbers = fc.array(fc.uint8Array({ minLength: 1, maxLength: 400, max: 3 }), { maxLength: 8 });
    const property = fc.asyncProperty(numbers, async (words) => {
      const outputs = await Promise.all(words.map((word) => session.step(word, true)));
      for (const [index, word] of words.entries()) {
        cell.reset();
        expect(outputs[index]).toEqual(word.map((step) => cell.step(step)));
      }
    });
    await fc.assert(property, { numRuns: 30 });
  });

  test('goes on where it was, over many messages, without a reset', async () => {
    const adder = await provenDocument();
    const { board } = await boardOn(runningUno(eepromWith(adder)));
    const session = new StreamSession(board.link, adder.fixed);
    const cell = new FixedCell(adder.fixed);
    for (let call = 0; call < 300; call++) {
      const steps = Uint8Array.of(call & 3, (call >> 2) & 3);
      expect(await session.step(steps, false)).toEqual(steps.map((step) => cell.step(step)));
    }
  });

  test('is over when the board is reset, and the next one begins from the initial state', async () => {
    const adder = await provenDocument();
    const { uno, board } = await boardOn(runningUno(eepromWith(adder)));
    const session = new StreamSession(board.link, adder.fixed);
    expect([...(await session.step(Uint8Array.of(3), false))]).toEqual([0]);
    uno.reset();
    await expect(session.step(Uint8Array.of(0), false)).rejects.toMatchObject({ problem: 'reset' });
    await expect(session.step(Uint8Array.of(0), false)).rejects.toMatchObject({ problem: 'reset' });
    const next = new StreamSession(board.link, adder.fixed);
    expect([...(await next.step(Uint8Array.of(0, 3, 0), false))]).toEqual([0, 0, 1]);
  });

  test('adds right over a line that loses, doubles and flips bytes', async () => {
    const adder = await provenDocument();
    const { uno, board } = await boardOn(runningUno(eepromWith(adder)));
    const session = new StreamSession(board.link, adder.fixed);
    const cell = new FixedCell(adder.fixed);
    let bytes = 0;
    uno.serial.tamper = (byte) => {
      bytes += 1;
      if (bytes % 101 === 0) return [];
      if (bytes % 103 === 0) return [byte, byte];
      return [bytes % 107 === 0 ? byte ^ (1 << (bytes % 8)) : byte];
    };
    const words = Array.from({ length: 25 }, (_, index) =>
      Uint8Array.from({ length: 100 }, (_, at) => (at * at + index * at) & 3),
    );
    const outputs = await Promise.all(words.map((word) => session.step(word, false)));
    expect(outputs).toEqual(words.map((word) => word.map((step) => cell.step(step))));
  });
});
