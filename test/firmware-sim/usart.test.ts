import { describe, expect, it } from 'vitest';
import { UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { ALL_BYTES, ask, attach, boardWith, text } from './board.ts';

/** UBRR0 with U2X0 for a baud rate. */
const divisor = (baudRate: number) => Math.round(UNO_HERTZ / 8 / baudRate) - 1;

function echoAt(divisor: number): Uno {
  const eeprom = new Uint8Array(1024).fill(0xff);
  eeprom.set([divisor & 0xff, divisor >> 8]);
  return boardWith('echo', { eeprom });
}

describe('the serial line', () => {
  it.each([9600, 19200, 57600, 115200, 250000, 500000, 1000000])(
    'carries all 256 bytes both ways at %d baud, in the time they take',
    (baudRate) => {
      const board = echoAt(divisor(baudRate));
      const received = attach(board, baudRate);
      board.runCycles(10_000);
      const start = board.cycles;
      expect(ask(board, received, ALL_BYTES, 256)).toEqual(ALL_BYTES);
      const characters = ((board.cycles - start) / UNO_HERTZ) * (baudRate / 10);
      // 256 to the board, the last one back, half a stop bit earlier; at "57600" the board sends 0.8 % slower.
      expect(characters).toBeGreaterThan(256.5);
      expect(characters).toBeLessThan(baudRate === 57600 ? 259.3 : 257.7);
    },
  );

  it('follows the rate of the firmware if the host gives none', () => {
    for (const value of [0, 1, 16, 207, 4095]) {
      const board = echoAt(value);
      const received = attach(board);
      board.runCycles(10_000);
      expect(ask(board, received, [0x00, 0x55, 0xff], 3)).toEqual([0x00, 0x55, 0xff]);
    }
  });

  it('garbles bytes at another baud rate, as a wire does', () => {
    const board = echoAt(divisor(57600));
    const received = attach(board, 115200);
    board.runCycles(10_000);
    board.serial.write(Uint8Array.from(ALL_BYTES));
    board.runCycles(UNO_HERTZ);
    expect(received.length).toBeGreaterThan(0);
    expect(received).not.toEqual(ALL_BYTES);
    expect(received.filter((byte, index) => byte === index).length).toBeLessThan(26);
    // A zero is a long low: twice as fast, it ends in the middle of the slower receiver's character.
    board.serial.setBaudRate(57600);
    expect(ask(board, received, [0x5a], 1)).toEqual([0x5a]);
  });

  it('bears 3 % of deviation and not 6 %, as sampling in the middle of ten bits allows', () => {
    for (const [percent, intact] of [
      [-6, false],
      [-3, true],
      [3, true],
      [6, false],
    ] as const) {
      const board = echoAt(7);
      const received = attach(board, 250_000 * (1 + percent / 100));
      board.runCycles(10_000);
      const sent = [0x55, 0x80, 0x7f, 0x00, 0xff];
      for (const byte of sent) {
        board.serial.write(Uint8Array.of(byte));
        board.runCycles(5000);
      }
      expect(JSON.stringify(received) === JSON.stringify(sent), `${percent} %`).toBe(intact);
    }
  });

  it('gives the firmware what was sent, however it is divided into writes', () => {
    const board = boardWith('poll');
    const received = attach(board);
    board.runCycles(10_000);
    received.length = 0;
    for (const byte of ALL_BYTES) board.serial.write(Uint8Array.of(byte));
    board.runUntil(() => received.length === 256, UNO_HERTZ);
    expect(received).toEqual(ALL_BYTES);
  });
});

describe('the USART', () => {
  it('keeps a received byte when UCSR0B is written, and UDRE0 when UCSR0A is', () => {
    const board = boardWith('faults');
    const received = attach(board);
    board.runCycles(1000);
    for (const byte of ALL_BYTES) {
      expect(ask(board, received, [...text('B'), byte], 3)).toEqual([...text('ec'), byte]);
    }
  });

  it('holds two bytes and a third in the shift register without an overrun', () => {
    expect(overrun('abc')).toEqual([RXC, 'a', RXC, 'b', RXC, 'c']);
  });

  it('loses the third byte to a fourth and says so in DOR0', () => {
    expect(overrun('abcd')).toEqual([RXC | DOR, 'a', RXC, 'b', RXC, 'd']);
    expect(overrun('abcde')).toEqual([RXC | DOR, 'a', RXC, 'b', RXC, 'e']);
  });

  it('receives nothing while the port is closed, and sends into the void', () => {
    const board = boardWith('poll');
    board.runCycles(10_000);
    const received = attach(board, 115200, false);
    board.runCycles(10_000);
    expect(received).toEqual([]);
    expect(ask(board, received, text('x'), 1)).toEqual(text('x'));
  });
});

const RXC = 0x80;
const DOR = 0x08;

/** Sends 'O' and more bytes at once, which the firmware leaves unread until all have arrived. */
function overrun(bytes: string): (number | string)[] {
  const board = boardWith('faults');
  const received = attach(board);
  board.runCycles(1000);
  const reply = ask(board, received, text(`O${bytes}`), 2 * 3 + 1);
  expect(reply.at(-1)).toBe(0x2e);
  return reply.slice(0, -1).map((byte, index) => (index % 2 === 0 ? byte : String.fromCharCode(byte)));
}
