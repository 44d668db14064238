import { describe, expect, it } from 'vitest';
import { ATMEGA328P } from '../../firmware-sim/chip/atmega328p.ts';
import { Core } from '../../firmware-sim/chip/core.ts';
import { UNO_HERTZ, Uno } from '../../firmware-sim/index.ts';
import { ask, attach, boardWith, programHex, text } from './board.ts';

const PAGE = 128;
const BUSY = 0x43;
const RWWSB = 0x40;

const word = (value: number): number[] => [value >> 8, value & 0xff];

/** A board whose boot loader section programs its flash as it is told. */
class Programmer {
  readonly board: Uno;
  private readonly received: number[];

  constructor(board = boardWith('spm')) {
    this.board = board;
    this.received = attach(board);
    board.runCycles(1000);
  }

  /** Gives what the program answers before it repeats the command. */
  do(command: string, bytes: readonly number[] = [], answers = 0): number[] {
    const all = ask(this.board, this.received, [...text(command), ...bytes], answers + 1);
    expect(all.at(-1)).toBe(command.charCodeAt(0));
    return all.slice(0, -1);
  }

  fill(page: number, words: readonly number[]): void {
    for (const [at, value] of words.entries()) this.do('f', [...word(page + 2 * at), ...word(value)]);
  }

  wait(): void {
    this.board.runUntil(() => !this.board.selfProgramming.busy, UNO_HERTZ);
  }

  page(page: number): number[] {
    return [...this.board.selfProgramming.flash.subarray(page / 2, page / 2 + PAGE / 2)];
  }
}

const PATTERN = Array.from({ length: PAGE / 2 }, (_, at) => (at * 0x0307 + 0x1234) & 0xffff);
const ERASED = PATTERN.map(() => 0xffff);

describe('a page', () => {
  it('is filled, erased and written, and cannot be read until reading is enabled', () => {
    const programmer = new Programmer();
    programmer.fill(0x1000, PATTERN);
    programmer.do('e', word(0x1000));
    expect(programmer.do('s', [], 1)).toEqual([BUSY]);
    programmer.wait();
    expect(programmer.do('s', [], 1)).toEqual([RWWSB]);
    programmer.do('w', word(0x1000));
    programmer.wait();
    expect(programmer.page(0x1000)).toEqual(PATTERN);
    expect(programmer.do('r', word(0x1000), 1)).toEqual([0xff]);
    programmer.do('n');
    expect(programmer.do('s', [], 1)).toEqual([0]);
    expect(programmer.do('r', word(0x1000), 1)).toEqual([0x34]);
    expect(programmer.do('r', word(0x1001), 1)).toEqual([0x12]);
    expect(programmer.page(0x1000 - PAGE)).toEqual(ERASED);
    expect(programmer.page(0x1000 + PAGE)).toEqual(ERASED);
  });

  it('takes 4.5 ms to erase and to write', () => {
    const programmer = new Programmer();
    for (const command of ['e', 'w']) {
      programmer.do(command, word(0x1000));
      const { board } = programmer;
      const from = board.cycles;
      programmer.wait();
      // A byte at 1 Mbit/s and the instructions around it have passed.
      expect((board.cycles - from) / UNO_HERTZ).toBeGreaterThan(4.47e-3);
      expect((board.cycles - from) / UNO_HERTZ).toBeLessThan(4.5e-3);
    }
  });

  it('keeps the zeros it has when it is written without being erased', () => {
    const programmer = new Programmer();
    for (const value of [0xff0f, 0x0fff]) {
      programmer.fill(0x2000, [value]);
      programmer.do('w', word(0x2000));
      programmer.wait();
    }
    expect(programmer.page(0x2000)[0]).toBe(0x0f0f);
  });

  it('above the read-while-write section halts the CPU instead', () => {
    const programmer = new Programmer();
    programmer.fill(0x7c00, PATTERN);
    const from = programmer.board.cycles;
    programmer.do('e', word(0x7c00));
    expect((programmer.board.cycles - from) / UNO_HERTZ).toBeGreaterThan(4.5e-3);
    expect(programmer.do('s', [], 1)).toEqual([0]);
    programmer.do('w', word(0x7c00));
    expect(programmer.do('r', word(0x7c00), 1)).toEqual([0x34]);
    expect(programmer.page(0x7c00)).toEqual(PATTERN);
  });

  it('is not touched by an SPM that comes too late', () => {
    const programmer = new Programmer();
    const before = programmer.page(0);
    programmer.do('L', word(0));
    expect(programmer.do('s', [], 1)).toEqual([0]);
    expect(programmer.page(0)).toEqual(before);
  });
});

it('is executed as it is now, and not as it was executed before', () => {
  // LDI R16, 1 and a jump back to it.
  const core = new Core(Uint8Array.of(0x01, 0xe0, 0xfe, 0xcf), ATMEGA328P.cpu);
  core.run(9);
  expect(core.data[16]).toBe(1);
  // LDI R16, 2
  core.replace(0, Uint16Array.of(0xe002));
  core.run(18);
  expect(core.data[16]).toBe(2);
});

describe('the page buffer', () => {
  it('takes each word once, until it is written or given up', () => {
    const programmer = new Programmer();
    programmer.fill(0x1000, [0x1111]);
    programmer.fill(0x1000, [0x2222]);
    programmer.do('w', word(0x1000));
    programmer.wait();
    expect(programmer.page(0x1000)[0]).toBe(0x1111);
    programmer.fill(0x1080, [0x3333]);
    programmer.do('n');
    programmer.fill(0x1080, [0x4444]);
    programmer.do('w', word(0x1080));
    programmer.wait();
    expect(programmer.page(0x1080)[0]).toBe(0x4444);
  });

  it('is lost when the EEPROM is programmed, during which SPM does nothing', () => {
    const programmer = new Programmer();
    programmer.fill(0x1000, [0x1111]);
    programmer.do('E');
    expect(programmer.board.eeprom.busy).toBe(true);
    const before = programmer.page(0);
    programmer.do('e', word(0));
    expect(programmer.board.selfProgramming.busy).toBe(false);
    expect(programmer.page(0)).toEqual(before);
    programmer.board.runUntil(() => !programmer.board.eeprom.busy, UNO_HERTZ);
    expect(programmer.board.eeprom.memory[0]).toBe(0x5a);
    programmer.fill(0x1000, [0x2222]);
    programmer.do('w', word(0x1000));
    programmer.wait();
    expect(programmer.page(0x1000)[0]).toBe(0x2222);
  });

  it('keeps the EEPROM from being programmed while a page is', () => {
    const programmer = new Programmer();
    programmer.do('e', word(0x1000));
    programmer.do('E');
    expect(programmer.board.eeprom.busy).toBe(false);
  });
});

describe('fuses, lock bits and signature', () => {
  it('are read: an Uno without a boot loader', () => {
    const programmer = new Programmer();
    expect(programmer.do('l', [], 4)).toEqual([0xff, 0xff, 0xfd, 0xd9]);
    expect(programmer.do('g', [], 3)).toEqual([0x1e, 0x95, 0x0f]);
  });

  it('say where the boot loader section begins, and that resets go there', () => {
    const bootLoader = programHex('spm')
      .split('\n')
      .filter((line) => /^:..7/.test(line) || /^:00/.test(line));
    const board = new Uno({ firmware: programHex('blink'), bootLoader: bootLoader.join('\n') });
    const programmer = new Programmer(board);
    expect(programmer.do('l', [], 4)).toEqual([0xff, 0xcf, 0xfd, 0xd8]);
    // Its lock bits keep the boot loader from writing over itself, but not over the firmware.
    const [boot, firmware] = [programmer.page(0x7c00), programmer.page(0)];
    for (const page of [0x7c00, 0]) programmer.do('e', word(page));
    programmer.wait();
    expect(programmer.page(0x7c00)).toEqual(boot);
    expect(programmer.page(0)).not.toEqual(firmware);
    expect(programmer.page(0)).toEqual(ERASED);
  });

  it('lock bits set by SPM keep it off the firmware, and stay', () => {
    const programmer = new Programmer();
    programmer.do('k', [1 << 2]);
    expect(programmer.do('l', [], 4)[1]).toBe(0xfb);
    programmer.do('e', word(0x1000));
    expect(programmer.board.selfProgramming.busy).toBe(false);
    programmer.do('k', [1 << 4]);
    expect(programmer.do('l', [], 4)[1]).toBe(0xeb);
  });
});

it('the program in the flash survives resets and power cycles', () => {
  const programmer = new Programmer();
  programmer.fill(0x1000, PATTERN);
  programmer.do('w', word(0x1000));
  programmer.wait();
  programmer.board.powerCycle();
  programmer.board.runCycles(1000);
  expect(programmer.do('r', word(0x1000), 1)).toEqual([0x34]);
});

it('a power cut while a page is being written leaves it as it was', () => {
  const programmer = new Programmer();
  programmer.fill(0x1000, PATTERN);
  programmer.do('w', word(0x1000));
  programmer.board.powerCycle();
  programmer.board.runCycles(1000);
  expect(programmer.board.selfProgramming.busy).toBe(false);
  expect(programmer.page(0x1000)).toEqual(ERASED);
});

it('interrupt vectors move to the boot loader section, if asked twice in time', () => {
  const programmer = new Programmer();
  const { core } = programmer.board;
  expect(programmer.do('i', [], 1)).toEqual([2]);
  expect(core.vectors).toBe(0x3800);
  expect(programmer.do('j', [], 1)).toEqual([2]);
  expect(core.vectors).toBe(0x3800);
  programmer.board.reset();
  expect(core.vectors).toBe(0);
});

it('a boot loader that does not fit is refused', () => {
  const low = ':0260000000009E\n:00000001FF\n';
  const firmware = new Uint8Array(0x7001).fill(1);
  const bootLoader = programHex('spm')
    .split('\n')
    .filter((line) => /^:..7/.test(line) || /^:00/.test(line))
    .join('\n');
  expect(() => new Uno({ firmware: new Uint8Array(0), bootLoader: low })).toThrow(
    'boot loader: expected its first byte at 0x7000 or above, got 0x6000',
  );
  expect(() => new Uno({ firmware, bootLoader })).toThrow(
    'firmware: expected at most 28672 bytes, the flash below the boot loader; got 28673',
  );
});
