import { describe, expect, test } from 'vitest';
import type { Uno } from '../../firmware-sim/index.ts';
import {
  closeLine,
  connect,
  type FlashStage,
  flash,
  STAND_ALONE_PINS,
  StreamSession,
} from '../../src/board/index.ts';
import { FixedCell, type NetworkDocument } from '../../src/index.ts';
import { programHex } from '../firmware-sim/board.ts';
import { proven } from '../fixed/networks.ts';
import { boardOn, eepromWith, lineTo, provenDocument, runningUno } from './simulated.ts';

const silent = () => {};

/** What the board adds, and what the cell of a network does. */
async function answersAs(uno: Uno, { fixed }: NetworkDocument): Promise<boolean> {
  const { board, description } = await boardOn(uno);
  if (description.network === undefined) return false;
  const steps = Uint8Array.from({ length: 200 }, (_, index) => (index * 7 + (index >> 3)) & 3);
  const cell = new FixedCell(fixed);
  const due = steps.map((step) => cell.step(step));
  return (await new StreamSession(board.link, fixed).step(steps, true)).join() === due.join();
}

describe('flashing', () => {
  test('writes the spare slot, has the board take every reachable transition, and switches', async () => {
    const [adder, subtractor] = [await provenDocument(), await provenDocument('subtractor')];
    const { uno, board, description, line } = await boardOn(runningUno());
    expect(description.network).toBeUndefined();
    const first = await flash(board, description, adder, silent);
    expect(first).toMatchObject({
      stepCycles: 308,
      bytes: 314,
      before: undefined,
      after: { slot: 0, sequence: 1, task: 'adder' },
    });
    expect(first.transitions).toBe((await proven('adder')).proof.transitions);
    const second = await flash(board, await board.describe(), subtractor, silent);
    expect(second).toMatchObject({
      before: { slot: 0, task: 'adder' },
      after: { slot: 1, sequence: 2, task: 'subtractor', digest: subtractor.digests.fixed.slice(0, 16) },
    });
    await closeLine(line);
    uno.powerCycle();
    expect(await answersAs(uno, subtractor)).toBe(true);
  });

  test.each(['write', 'read back', 'probe', 'commit'] as FlashStage[])(
    'interrupted at its stage "%s", leaves the board with the network it had',
    async (stage) => {
      const [adder, parity] = [await provenDocument(), await provenDocument('parity')];
      const cuts: readonly [string, (uno: Uno) => void][] = [
        ['lost', (uno) => uno.serial.unplug()],
        ['', (uno) => uno.reset()],
        ['', (uno) => uno.powerCycle()],
      ];
      for (const [problem, cut] of cuts) {
        const { uno, line, board, description } = await boardOn(runningUno(eepromWith(adder)));
        let cutYet = false;
        const flashing = flash(board, description, parity, (at, done, of) => {
          if (cutYet || at !== stage || done < Math.floor(of / 2)) return;
          cutYet = true;
          cut(uno);
        });
        await expect(flashing).rejects.toMatchObject(problem ? { problem } : { name: 'BoardError' });
        uno.serial.plug();
        await closeLine(line);
        expect(await answersAs(uno, adder)).toBe(true);
      }
    },
  );

  test('notices a byte that does not read back', async () => {
    const [adder, parity] = [await provenDocument(), await provenDocument('parity')];
    const { uno, line, board, description } = await boardOn(runningUno(eepromWith(adder)));
    const flashing = flash(board, description, parity, (stage, done) => {
      if (stage === 'read back' && done === 0) uno.eeprom.memory.fill(0x55, 512 + 10 + 100, 512 + 10 + 101);
    });
    await expect(flashing).rejects.toThrow(/^byte 100: expected -?\d+, as written, got -?\d+$/);
    await closeLine(line);
    expect(await answersAs(uno, adder)).toBe(true);
  });

  test('notices a board that steps otherwise than the proof, and does not commit', async () => {
    const [adder, parity] = [await provenDocument(), await provenDocument('parity')];
    const { uno, line, board, description } = await boardOn(runningUno(eepromWith(adder)));
    const flashing = flash(board, description, parity, (stage, done) => {
      if (stage === 'probe' && done === 0) damageInRam(uno, parity);
    });
    await expect(flashing).rejects.toThrow(
      /^from state \(.*\) with inputs \d: expected state \(.*\) and outputs \d, got/,
    );
    expect((await board.describe()).network).toMatchObject({ task: 'adder', slot: 0 });
    await closeLine(line);
    uno.powerCycle();
    expect(await answersAs(uno, adder)).toBe(true);
  });

  test('refuses a network that is not proven, and one that does not fit, before it touches the board', async () => {
    const adder = await provenDocument();
    const { uno, board, description } = await boardOn(runningUno(eepromWith(adder)));
    const before = uno.eeprom.memory.slice();
    const table = adder.fixed.table.map((value) => ~value);
    await expect(
      flash(board, description, { ...adder, fixed: { ...adder.fixed, table } }, silent),
    ).rejects.toThrow('the network is disproved; a board gets proven networks only');
    const small = { ...description, most: { ...description.most, hidden: 2 } };
    await expect(flash(board, small, adder, silent)).rejects.toThrow(
      'expected at most 2 units, got 3; carrybit flash-firmware renews its firmware 1.1.0',
    );
    const older = { ...description, firmware: '1.0.0' };
    const pins = { ...STAND_ALONE_PINS, inputs: ['2', '3'], outputs: ['9'] };
    const wiring = { clock: 'button', pullUp: false, pins } as const;
    await expect(flash(board, older, adder, silent, wiring)).rejects.toThrow(
      'its firmware 1.0.0 does not know --pins; carrybit flash-firmware renews it',
    );
    await expect(
      flash(board, description, adder, silent, { ...wiring, pins: { ...pins, outputs: ['7'] } }),
    ).rejects.toThrow('pins: expected 1 of 8–13 for outputs, each once, got 7');
    expect(uno.eeprom.memory).toEqual(before);
  });
});

describe('connecting', () => {
  test('tells a board with other firmware', async () => {
    const line = await lineTo(runningUno(undefined, programHex('echo')));
    await expect(connect(line)).rejects.toMatchObject({ problem: 'foreign' });
  });

  test('tells an empty line from a board', async () => {
    const line = await lineTo(runningUno(undefined, programHex('blink')));
    await expect(connect(line)).rejects.toMatchObject({
      problem: 'foreign',
      message: expect.stringContaining('nothing answers'),
    });
  });
});

/** Inverts every copy of the network's table that the chip holds. */
function damageInRam(uno: Uno, { fixed }: NetworkDocument): void {
  const { data } = uno.core;
  const ram = Buffer.from(data.buffer, data.byteOffset, data.length);
  const table = Buffer.from(Int8Array.from(fixed.table).buffer);
  expect(ram.includes(table)).toBe(true);
  for (let at = ram.indexOf(table); at >= 0; at = ram.indexOf(table)) {
    for (let entry = 0; entry < table.length; entry++) data[at + entry] = ~(table[entry] ?? 0);
  }
}
