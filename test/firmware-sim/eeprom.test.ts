import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { EepromFileError, type EepromOperation, UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { ask, attach, boardWith, text } from './board.ts';

const write = (address: number, data: number) => [...text('W'), address, data];
const erase = (address: number) => [...text('E'), address];
const program = (address: number, data: number) => [...text('P'), address, data];
const read = (address: number) => [...text('R'), address];
const DONE = text('k');

describe('the EEPROM', () => {
  it.each([
    ['erase and write', write(7, 0x5a), 3.4, 0x5a],
    ['erase only', erase(7), 1.8, 0xff],
    ['write only', program(7, 0x5a), 1.8, 0x12 & 0x5a],
  ])('takes for %s the time of the datasheet', (_, command, ms, expected) => {
    const board = boardWith('eeprom');
    board.eeprom.memory[7] = 0x12;
    const received = attach(board);
    board.runCycles(5000);
    board.serial.write(Uint8Array.from(command));
    board.runUntil(() => board.eeprom.busy, UNO_HERTZ);
    const start = board.cycles;
    board.runUntil(() => !board.eeprom.busy, UNO_HERTZ);
    expect((board.cycles - start) / UNO_HERTZ).toBeCloseTo(ms / 1000, 6);
    board.runCycles(1000);
    expect(received).toEqual(DONE);
    expect(board.eeprom.memory[7]).toBe(expected);
    expect(ask(board, received, read(7), 1)).toEqual([expected]);
  });

  it('erases and programs as separate operations', () => {
    const { board, received } = ready();
    board.eeprom.memory[3] = 0x0f;
    const operations: EepromOperation[] = [];
    board.eeprom.onOperation = (operation) => operations.push(operation);
    ask(board, received, [...write(3, 0x3c), ...erase(4), ...program(3, 0xf0)], 3);
    expect(operations).toEqual([
      { number: 1, kind: 'erase', address: 3, before: 0x0f, after: 0xff },
      { number: 2, kind: 'program', address: 3, before: 0xff, after: 0x3c },
      { number: 3, kind: 'erase', address: 4, before: 0xff, after: 0xff },
      { number: 4, kind: 'program', address: 3, before: 0x3c, after: 0x30 },
    ]);
  });

  it('completes an operation under way when the chip is reset', () => {
    const { board } = ready();
    board.serial.write(Uint8Array.from(write(9, 0x77)));
    board.runUntil(() => board.eeprom.busy, UNO_HERTZ);
    board.reset();
    board.runCycles(0.004 * UNO_HERTZ);
    expect(board.eeprom.memory[9]).toBe(0x77);
  });

  it('keeps its contents through power cycles', () => {
    const { board, received } = ready();
    ask(board, received, write(200, 1), 1);
    boot(board);
    expect(ask(board, received, read(200), 1)).toEqual([1]);
  });
});

describe('a power cut', () => {
  // Three bytes written, one erased, one programmed: eight operations.
  const UPDATE = [...write(1, 0x11), ...write(2, 0x22), ...erase(3), ...program(3, 0x33), ...write(1, 0x44)];
  const BEFORE = [0xff, 0xa1, 0xa2, 0xa3];
  const HISTORY = history();

  it.each(HISTORY.map((_, index) => index + 1))(
    'at operation %d leaves what was done before it, and no more',
    (number) => {
      for (const phase of ['before', 'after'] as const) {
        const { board, received } = ready();
        board.eeprom.memory.set(BEFORE);
        let failures = 0;
        board.onPowerOff = () => {
          failures += 1;
        };
        board.eeprom.cutAt({ operation: number, phase });
        board.serial.write(Uint8Array.from(UPDATE));
        board.runCycles(UNO_HERTZ);
        expect(failures).toBe(1);
        expect(board.powered).toBe(false);
        expect(board.runCycles(1000)).toBe(0);
        expect(board.runUntil(() => false, 1000)).toBe(false);
        const expected = HISTORY[phase === 'before' ? number - 2 : number - 1] ?? BEFORE;
        expect([...board.eeprom.memory.subarray(0, 4)], `${phase} ${number}`).toEqual(expected);
        boot(board);
        expect(ask(board, received, read(1), 1)).toEqual([expected[1]]);
      }
    },
  );

  it.each(HISTORY.map((_, index) => index + 1))(
    'in the middle of operation %d leaves any byte asked for',
    (number) => {
      const addresses = [1, 1, 2, 2, 3, 3, 1, 1];
      for (let torn = 0; torn < 256; torn += 1) {
        const { board } = ready();
        board.eeprom.memory.set(BEFORE);
        board.eeprom.cutAt({ operation: number, phase: 'middle', torn });
        board.serial.write(Uint8Array.from(UPDATE));
        board.runCycles(UNO_HERTZ);
        const expected = [...(HISTORY[number - 2] ?? BEFORE)];
        expected[addresses[number - 1] as number] = torn;
        expect(board.powered).toBe(false);
        expect([...board.eeprom.memory.subarray(0, 4)]).toEqual(expected);
      }
    },
  );

  it('at any other moment tears the byte being programmed, or leaves it', () => {
    for (const torn of [undefined, 0x5c]) {
      const { board, received } = ready();
      board.serial.write(Uint8Array.from(write(5, 0)));
      board.runUntil(() => board.eeprom.busy, UNO_HERTZ);
      board.runCycles(1000);
      board.powerOff(torn);
      boot(board);
      expect(ask(board, received, read(5), 1)).toEqual([torn ?? 0xff]);
      expect(board.eeprom.busy).toBe(false);
    }
  });

  it('happens once, and can hit the recovery that follows', () => {
    const { board } = ready();
    for (const operation of [1, 2, 1]) {
      board.eeprom.cutAt({ operation, phase: 'middle', torn: 0 });
      board.serial.write(Uint8Array.from(write(5, 0xff)));
      board.runCycles(UNO_HERTZ / 50);
      expect(board.powered).toBe(false);
      boot(board);
    }
    board.serial.write(Uint8Array.from(write(5, 0x12)));
    board.runCycles(UNO_HERTZ / 50);
    expect(board.powered).toBe(true);
    expect(board.eeprom.memory[5]).toBe(0x12);
  });

  it('cannot be ordered for operation 0', () => {
    expect(() => ready().board.eeprom.cutAt({ operation: 0, phase: 'before' })).toThrow(
      'expected 1 or more, got 0',
    );
  });

  /** Bytes 0 to 3 after each operation. */
  function history(): number[][] {
    const { board, received } = ready();
    board.eeprom.memory.set(BEFORE);
    const states: number[][] = [];
    board.eeprom.onChange = () => states.push([...board.eeprom.memory.subarray(0, 4)]);
    ask(board, received, UPDATE, 5);
    expect(states).toHaveLength(8);
    return states;
  }
});

describe('an EEPROM file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'eeprom-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives another board what the first one wrote', () => {
    const path = join(folder, 'uno.eep');
    const first = ready(path);
    ask(first.board, first.received, [...write(0, 0x42), ...write(255, 0x24)], 2);
    const second = ready(path);
    expect(ask(second.board, second.received, [...read(0), ...read(255), ...read(1)], 3)).toEqual([
      0x42, 0x24, 0xff,
    ]);
  });

  it('has every operation at once, a torn byte too, and leaves nothing else in the folder', () => {
    const path = join(folder, 'uno.eep');
    const { board } = ready(path);
    board.eeprom.cutAt({ operation: 2, phase: 'middle', torn: 0x99 });
    board.serial.write(Uint8Array.from(write(6, 0x11)));
    board.runCycles(UNO_HERTZ);
    expect(readFileSync(path)).toEqual(Buffer.from(board.eeprom.memory));
    expect(readFileSync(path)[6]).toBe(0x99);
    expect(readdirSync(folder)).toEqual(['uno.eep']);
  });

  it('is written once for all bytes that a board programs within a turn of the event loop', async () => {
    onTestFinished(() => void vi.restoreAllMocks());
    const { board } = ready(join(folder, 'uno.eep'));
    const addresses = [1, 2, 3, 4, 5];
    const renamed = vi.spyOn(process.getBuiltinModule('node:fs'), 'renameSync');
    // On a clock that stands still the first turn lasts until the board has nothing left to do.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    board.serial.write(Uint8Array.from(addresses.flatMap((address) => write(address, address))));
    board.start('flat-out');
    await turn();
    board.stop();
    expect([...board.eeprom.memory.subarray(1, 6)]).toEqual(addresses);
    expect(renamed).toHaveBeenCalledTimes(1);
  });

  it('of another size is refused and left alone', () => {
    const path = join(folder, 'uno.eep');
    writeFileSync(path, 'hello');
    expect(() => ready(path)).toThrow(EepromFileError);
    expect(() => ready(path)).toThrow(`the EEPROM file ${path} has 5 bytes, an ATmega328P's has 1024`);
    expect(readFileSync(path, 'utf8')).toBe('hello');
  });

  it('that cannot be read or written is reported by name', () => {
    expect(() => ready(folder)).toThrow(`the EEPROM file ${folder}: expected a file, got a folder`);
    const { board } = ready(join(folder, 'missing', 'uno.eep'));
    board.serial.write(Uint8Array.from(write(6, 0x11)));
    expect(() => board.runCycles(UNO_HERTZ)).toThrow('cannot write the EEPROM file');
  });

  it('starts from contents given as bytes, if there are 1024', () => {
    const board = boardWith('eeprom', { eeprom: new Uint8Array(1024).fill(7) });
    expect(board.eeprom.memory[1023]).toBe(7);
    expect(() => boardWith('eeprom', { eeprom: new Uint8Array(10) })).toThrow(
      'EEPROM: expected 1024 bytes, got 10',
    );
  });
});

/** Power off and on, and the time the firmware takes to listen. */
function boot(board: Uno): void {
  board.powerCycle();
  board.runCycles(5000);
}

function ready(eeprom?: string): { board: Uno; received: number[] } {
  const board = boardWith('eeprom', { eeprom });
  const received = attach(board);
  board.runCycles(5000);
  return { board, received };
}
