import { describe, expect, it } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { BusLog, Device } from './i2c-bus.ts';
import { GPIOR1, Registers } from './registers.ts';

const TWBR = 0xb8;
const TWSR = 0xb9;
const TWAR = 0xba;
const TWDR = 0xbb;
const TWCR = 0xbc;
const TWINT = 0x80;
const TWEA = 0x40;
const TWSTA = 0x20;
const TWSTO = 0x10;
const TWWC = 0x08;
const TWEN = 0x04;
const TWIE = 0x01;
const PERIOD = 16 + 2 * 12;

/** A master at 400 kHz, and what it says on the bus. */
function master() {
  const registers = new Registers();
  const log = new BusLog(registers.board);
  registers.write(TWBR, 12);
  registers.write(TWCR, TWEN);
  // The lines rose when the bus got its pull-ups.
  log.clocks.splice(0);
  /** Has TWCR's action done, and gives the status after it. */
  const act = (control: number): number => {
    registers.write(TWCR, TWINT | TWEN | control);
    registers.board.runUntil(() => ((registers.board.core.data[TWCR] ?? 0) & TWINT) !== 0, UNO_HERTZ / 100);
    return registers.read(TWSR);
  };
  const send = (byte: number): number => {
    registers.write(TWDR, byte);
    return act(0);
  };
  const stop = (): void => {
    registers.write(TWCR, TWINT | TWEN | TWSTO);
    registers.board.runCycles(10 * PERIOD);
  };
  return { registers, board: registers.board, log, act, send, stop };
}

describe('TWI', () => {
  it('has the registers of the datasheet after a reset', () => {
    const registers = new Registers();
    expect([TWBR, TWSR, TWAR, TWDR, TWCR].map((address) => registers.read(address))).toEqual([
      0, 0xf8, 0xfe, 0xff, 0,
    ]);
  });

  it('as a master of nobody: START, an address that is not acknowledged, STOP', () => {
    const { board, registers, log, act, send, stop } = master();
    expect([board.pin('A4').level, board.pin('A5').level]).toEqual([1, 1]);
    expect(act(TWSTA)).toBe(0x08);
    expect(board.pin('A5').level).toBe(0);
    expect(send(0xa0)).toBe(0x20);
    stop();
    expect(log.entries).toEqual(['S', 'a0-', 'P']);
    expect(registers.read(TWCR)).toBe(TWEN);
    expect(registers.read(TWSR)).toBe(0xf8);
    expect([board.pin('A4').level, board.pin('A5').level]).toEqual([1, 1]);
  });

  it.each([
    [0, 0, 16],
    [12, 0, 40],
    [72, 0, 160],
    [5, 1, 56],
    [2, 2, 80],
    [1, 3, 144],
  ])('with TWBR %i and TWPS %i has a clock of %i cycles', (rate, prescaler, period) => {
    const { registers, log, act, send } = master();
    registers.write(TWBR, rate);
    registers.write(TWSR, prescaler);
    expect(act(TWSTA)).toBe(0x08 | prescaler);
    send(0x55);
    const gaps = log.clocks.slice(1).map((cycle, at) => cycle - (log.clocks[at] ?? 0));
    expect(log.clocks).toHaveLength(9);
    expect(new Set(gaps)).toEqual(new Set([period]));
  });

  it('writes to a device, and reads from it after a repeated START', () => {
    const { board, registers, log, act, send, stop } = master();
    const device = new Device(board, 0x50, [0xc3, 0x5a, 0x0f]);
    expect([act(TWSTA), send(0xa0), send(0x12), send(0xfe)]).toEqual([0x08, 0x18, 0x28, 0x28]);
    expect(device.written).toEqual([0x12, 0xfe]);
    expect([act(TWSTA), send(0xa1)]).toEqual([0x10, 0x40]);
    expect([act(TWEA), registers.read(TWDR)]).toEqual([0x50, 0xc3]);
    expect([act(TWEA), registers.read(TWDR)]).toEqual([0x50, 0x5a]);
    expect([act(0), registers.read(TWDR)]).toEqual([0x58, 0x0f]);
    stop();
    expect(log.entries).toEqual(['S', 'a0+', '12+', 'fe+', 'S', 'a1+', 'c3+', '5a+', '0f-', 'P']);
  });

  it('waits for a device that stretches the clock', () => {
    const { board, log, act, send, stop } = master();
    const device = new Device(board, 0x50, [], 5000);
    expect([act(TWSTA), send(0xa0), send(0x12)]).toEqual([0x08, 0x18, 0x28]);
    expect(device.written).toEqual([0x12]);
    const gap = (log.clocks[9] ?? 0) - (log.clocks[8] ?? 0);
    expect(gap).toBeGreaterThanOrEqual(5000);
    board.runCycles(6000);
    stop();
    expect(log.entries).toEqual(['S', 'a0+', '12+', 'P']);
  });

  it('gives way to another master that holds SDA low', () => {
    const { board, registers, act, send } = master();
    act(TWSTA);
    board.pin('A4').drive(0);
    expect(send(0xa0)).toBe(0x38);
    board.pin('A4').release();
    expect([board.pin('A4').level, board.pin('A5').level]).toEqual([1, 1]);
    expect(registers.read(TWCR) & TWINT).toBe(TWINT);
  });

  it('waits with START until the bus is free', () => {
    const { board, registers, act } = master();
    board.pin('A5').drive(0);
    registers.write(TWCR, TWINT | TWEN | TWSTA);
    board.runCycles(100 * PERIOD);
    expect(registers.read(TWCR) & TWINT).toBe(0);
    board.pin('A5').release();
    board.runCycles(10 * PERIOD);
    expect(registers.read(TWSR)).toBe(0x08);
    expect(act(TWSTO | TWSTA)).toBe(0x08);
  });

  it('interrupts as long as TWINT is set', () => {
    const { registers, act } = master();
    act(TWSTA | TWIE);
    expect(registers.read(GPIOR1)).toBe(1);
    expect(registers.read(TWCR)).toBe(TWINT | TWSTA | TWEN);
    registers.write(TWCR, TWEN | TWIE);
    expect(registers.read(GPIOR1)).toBe(2);
  });

  it('takes no byte while it works', () => {
    const { registers } = master();
    registers.write(TWDR, 0x12);
    expect(registers.read(TWDR)).toBe(0xff);
    expect(registers.read(TWCR)).toBe(TWEN | TWWC);
  });

  it('leaves its pins to the port when it is switched off', () => {
    const { board, registers, act } = master();
    act(TWSTA);
    expect(board.pin('A4').level).toBe(0);
    registers.write(TWCR, 0);
    registers.write(0x28, 0x10);
    expect([board.pin('A4').mode, board.pin('A5').level]).toEqual(['input-pullup', 0]);
  });
});
