import { describe, expect, it } from 'vitest';
import type { Uno } from '../../firmware-sim/index.ts';
import { GPIOR0, Registers } from './registers.ts';

const DDRB = 0x24;
const PORTB = 0x25;
const SPCR = 0x4c;
const SPSR = 0x4d;
const SPDR = 0x4e;
const SPIE = 0x80;
const MASTER = 0x50;
const SLAVE = 0x40;
const DORD = 0x20;
const SPIF = 0x80;
const WCOL = 0x40;
const SPI2X = 1;

/** SS, MOSI and SCK as outputs, SS high. */
function master(control: number): Registers {
  const registers = new Registers();
  registers.write(PORTB, 0x04);
  registers.write(DDRB, 0x2c);
  registers.write(SPCR, MASTER | control);
  return registers;
}

interface Edge {
  readonly level: 0 | 1;
  readonly cycle: number;
  readonly mosi: 0 | 1;
}

/** Edges of SCK, with MOSI as it is then. */
function clockEdges(board: Uno): Edge[] {
  const edges: Edge[] = [];
  board.pin('13').onEdge((level, cycle) => edges.push({ level, cycle, mosi: board.pin('11').level }));
  return edges;
}

describe('a master', () => {
  const modes = [0, 1, 2, 3].flatMap((mode) => [0, DORD].map((order) => ({ mode, order })));

  it.each(modes)('sends and receives a byte in mode $mode with DORD $order', ({ mode, order }) => {
    const [late, idle] = [mode & 1, mode >> 1];
    const { board, ...registers } = withMethods(master((late << 2) | (idle << 3) | order | 1));
    expect(board.pin('13').level).toBe(idle);
    // A slave that puts 0x96 out: at the beginning of mode 0 and 2, then at each edge that does not sample.
    let out = 0x96;
    const next = () => {
      board.pin('12').drive(((order ? out : out >> 7) & 1) as 0 | 1);
      out = order ? out >> 1 : out << 1;
    };
    if (!late) next();
    board.pin('13').onEdge((level) => {
      const leading = level !== idle;
      if (leading === (late === 1)) next();
    });
    const edges = clockEdges(board);
    registers.write(SPDR, 0x3a);
    board.runCycles(2000);
    expect(edges).toHaveLength(16);
    expect(board.pin('13').level).toBe(idle);
    const sampled = edges.filter(({ level }) => (level !== idle) === (late === 0)).map(({ mosi }) => mosi);
    if (order) sampled.reverse();
    expect(Number.parseInt(sampled.join(''), 2)).toBe(0x3a);
    expect(registers.read(SPSR)).toBe(SPIF);
    expect(registers.read(SPDR)).toBe(0x96);
    expect(registers.read(SPSR)).toBe(0);
  });

  it.each([
    [0, 0, 4],
    [1, 0, 16],
    [2, 0, 64],
    [3, 0, 128],
    [0, SPI2X, 2],
    [1, SPI2X, 8],
    [2, SPI2X, 32],
    [3, SPI2X, 64],
  ])('with SPR %i and SPI2X %i has a clock of %i cycles', (rate, double, period) => {
    const { board, write } = withMethods(master(rate));
    write(SPSR, double);
    const edges = clockEdges(board);
    write(SPDR, 0x55);
    board.runCycles(2000);
    const gaps = edges.slice(1).map(({ cycle }, at) => cycle - (edges[at]?.cycle ?? 0));
    expect(new Set(gaps)).toEqual(new Set([period / 2]));
  });

  it('refuses a byte while one is on its way', () => {
    const { board, write, read } = withMethods(master(3));
    const edges = clockEdges(board);
    write(SPDR, 0x12);
    write(SPDR, 0x34);
    board.runCycles(3000);
    expect(edges.filter(({ level }) => level).map(({ mosi }) => mosi)).toEqual([0, 0, 0, 1, 0, 0, 1, 0]);
    expect(read(SPSR)).toBe(WCOL | SPIF);
    expect(read(SPDR)).toBe(0);
    expect(read(SPSR)).toBe(0);
  });

  it('interrupts once a byte', () => {
    const { board, write, read } = withMethods(master(SPIE));
    for (const count of [1, 2, 3]) {
      write(SPDR, count);
      board.runCycles(500);
      expect(read(GPIOR0)).toBe(count);
    }
    expect(read(SPSR)).toBe(0);
  });

  it('becomes a slave when its input SS is driven low', () => {
    const { board, write, read } = withMethods(master(0));
    write(DDRB, 0x28);
    expect(read(SPCR)).toBe(MASTER);
    board.pin('10').drive(1);
    board.pin('10').drive(0);
    expect(read(SPCR)).toBe(SLAVE);
    expect(read(SPSR)).toBe(SPIF);
  });

  it('leaves its pins to the port when it is switched off', () => {
    const { board, write } = withMethods(master(0x08));
    expect(board.pin('13').level).toBe(1);
    expect(board.pin('12').mode).toBe('input');
    write(SPCR, 0);
    expect(board.pin('13').level).toBe(0);
    write(DDRB, 0x10);
    expect(board.pin('12').mode).toBe('output');
  });
});

describe('a slave', () => {
  it.each([0, 1, 2, 3])('sends and receives bytes in mode %i while it is selected', (mode) => {
    const [late, idle] = [mode & 1, mode >> 1];
    const { board, write, read } = withMethods(new Registers());
    const [ss, mosi, miso, sck] = ['10', '11', '12', '13'].map((name) => board.pin(name));
    if (!ss || !mosi || !miso || !sck) throw new Error('no pins');
    ss.drive(1);
    sck.drive(idle as 0 | 1);
    write(DDRB, 0x10);
    write(SPCR, SLAVE | (late << 2) | (idle << 3));
    ss.drive(0);
    write(SPDR, 0xc5);
    const transfer = (byte: number): number => {
      let reply = 0;
      for (let bit = 7; bit >= 0; bit -= 1) {
        const put = () => mosi.drive(((byte >> bit) & 1) as 0 | 1);
        if (!late) put();
        board.runCycles(50);
        if (!late) reply = (reply << 1) | miso.level;
        sck.drive((1 - idle) as 0 | 1);
        if (late) put();
        board.runCycles(50);
        if (late) reply = (reply << 1) | miso.level;
        sck.drive(idle as 0 | 1);
      }
      board.runCycles(50);
      return reply;
    };
    expect(transfer(0x5c)).toBe(0xc5);
    expect(read(SPSR)).toBe(SPIF);
    expect(read(SPDR)).toBe(0x5c);
    // Not written again, it sends back what it has received; not selected, it takes nothing.
    expect(transfer(0x11)).toBe(0x5c);
    ss.drive(1);
    transfer(0x77);
    expect(read(SPSR)).toBe(SPIF);
    expect(read(SPDR)).toBe(0x11);
  });
});

/** Methods that can be taken out of their object. */
function withMethods(registers: Registers) {
  return {
    board: registers.board,
    write: registers.write.bind(registers),
    read: registers.read.bind(registers),
  };
}
