import { describe, expect, it } from 'vitest';
import { UNO_HERTZ, type Uno } from '../../firmware-sim/index.ts';
import { ask, attach, boardWith, text } from './board.ts';

type Edge = readonly [level: number, cycle: number];

function edgesOf(board: Uno, pin: string): Edge[] {
  const edges: Edge[] = [];
  board.pin(pin).onEdge((level, cycle) => edges.push([level, cycle]));
  return edges;
}

describe('pins', () => {
  it('log edges at the cycle in which the instruction takes effect: OUT 1, SBI, CBI and STS 2', () => {
    const board = boardWith('edges');
    const edges = edgesOf(board, '13');
    board.runCycles(1000);
    const [, first] = edges[0] as Edge;
    expect(edges.map(([level, cycle]) => [level, cycle - first])).toEqual([
      [1, 0],
      [0, 1],
      [1, 3],
      [0, 5],
      [1, 7],
      [0, 9],
      [1, 11],
      [0, 12],
    ]);
  });

  it('can be driven at an exact cycle and mirrored by the firmware', () => {
    const board = boardWith('mirror');
    const edges = edgesOf(board, '3');
    board.runCycles(5000);
    edges.length = 0;
    for (let n = 0; n < 20; n += 1)
      board.at(10_000 + n * 1000, () => board.pin('2').drive(n % 2 === 0 ? 0 : 1));
    board.runCycles(40_000);
    // The first falling edge also interrupts; the polling loop takes 11 to 40 cycles.
    expect(edges.map(([level]) => level)).toEqual(Array.from({ length: 20 }, (_, n) => n % 2));
    for (const [n, [, cycle]] of edges.entries()) {
      expect(cycle - (10_000 + n * 1000)).toBeGreaterThan(4);
      expect(cycle - (10_000 + n * 1000)).toBeLessThan(80);
    }
  });

  it('read 1 undriven with the pull-up on and 0 without', () => {
    const board = boardWith('mirror');
    board.runCycles(5000);
    expect([board.pin('2').mode, board.pin('2').level, board.pin('3').level]).toEqual(['input-pullup', 1, 1]);
    expect([board.pin('4').mode, board.pin('4').level, board.pin('5').level]).toEqual(['input', 0, 0]);
    board.pin('2').drive(0);
    board.pin('4').drive(1);
    board.runCycles(200);
    expect([board.pin('3').level, board.pin('5').level]).toEqual([0, 1]);
    board.pin('2').release();
    board.pin('4').release();
    board.runCycles(200);
    expect([board.pin('3').level, board.pin('5').level]).toEqual([1, 0]);
  });

  it('that are outputs win over whatever drives them', () => {
    const board = boardWith('mirror');
    board.runCycles(5000);
    expect(board.pin('3').mode).toBe('output');
    board.pin('3').drive(0);
    expect(board.pin('3').level).toBe(1);
  });

  it('interrupt: INT0 on a falling edge only, in the time of the datasheet', () => {
    const board = boardWith('mirror');
    board.runCycles(5000);
    const edges = edgesOf(board, '7');
    const falling = board.cycles + 1000;
    board.at(falling, () => board.pin('2').drive(0));
    board.at(falling + 1000, () => board.pin('2').drive(1));
    board.runCycles(3000);
    expect(edges.map(([level]) => level)).toEqual([1, 0]);
    const [[, up], [, down]] = edges as [Edge, Edge];
    // Interrupt 4, JMP 3, SBI 2, and before it at most 22 cycles with interrupts off.
    expect(up - falling).toBeGreaterThanOrEqual(9);
    expect(up - falling).toBeLessThanOrEqual(9 + 22);
    expect(down - up).toBe(2);
  });

  it('interrupt on any change of an enabled pin', () => {
    const board = boardWith('mirror');
    board.runCycles(5000);
    const edges = edgesOf(board, '8');
    for (const level of [1, 0, 1] as const) {
      board.pin('A0').drive(level);
      board.pin('A1').drive(level);
      board.runCycles(1000);
    }
    expect(edges.map(([level]) => level)).toEqual([1, 0, 1]);
  });

  it('show that an instruction follows SEI and RETI before the next interrupt', () => {
    const board = boardWith('order');
    const order: string[] = [];
    for (const name of ['11', '12', '13']) board.pin(name).onEdge((level) => order.push(`${name}:${level}`));
    board.runCycles(1000);
    expect(order).toEqual(['13:1', '12:1', '13:0', '11:1', '13:1']);
  });

  it('are known by their Arduino names alone', () => {
    const board = boardWith('mirror');
    expect(board.pin('A5').name).toBe('A5');
    expect(() => board.pin('A6')).toThrow('pin of an Uno: expected 0 to 13 and A0 to A5, got "A6"');
  });
});

describe('timers', () => {
  it('interrupt and toggle a pin in hardware at exact cycles, for as long as one likes', () => {
    const board = boardWith('blink');
    const hardware = edgesOf(board, '9');
    const interrupt = edgesOf(board, '13');
    board.runCycles(10 * UNO_HERTZ + 1000);
    expect(hardware).toHaveLength(1000);
    expect(interrupt).toHaveLength(1000);
    const [, start] = hardware[0] as Edge;
    for (const [n, [level, cycle]] of hardware.entries()) {
      expect([level, cycle]).toEqual([(n + 1) % 2, start + n * 160_000]);
    }
    // Out of sleep: 4 + 4 cycles, JMP, the handler's prologue and OUT.
    const delays = new Set(interrupt.map(([, cycle], n) => cycle - (hardware[n] as Edge)[1]));
    expect([...delays]).toEqual([23]);
  });

  it('make PWM with the duty cycles of the datasheet', () => {
    const board = boardWith('blink');
    board.runCycles(100_000);
    for (const [name, period, high] of [
      ['6', 256 * 64, 64 * 64],
      ['11', 510 * 64, 200 * 64],
    ] as const) {
      const edges = edgesOf(board, name);
      board.runCycles(5 * period + 1000);
      const rises = edges.filter(([level]) => level === 1);
      const [, rise] = rises[0] as Edge;
      const [, fall] = edges.find(([level, cycle]) => level === 0 && cycle > rise) as Edge;
      expect((rises[1] as Edge)[1] - rise).toBe(period);
      expect(fall - rise).toBe(high);
      expect(board.pin(name).duty).toBeCloseTo(high / period, 10);
    }
    expect(board.pin('13').duty).toBeUndefined();
  });
});

describe('timer flags and registers', () => {
  const OCF0A = 2;
  const OCF0B = 4;
  const TOV0 = 1;

  function ready(): { board: Uno; received: number[] } {
    const board = boardWith('timers');
    const received = attach(board);
    board.runCycles(1000);
    return { board, received };
  }

  it('tell matches from overflows, and are cleared one by one', () => {
    const { board, received } = ready();
    expect(ask(board, received, text('c'), 2)).toEqual([OCF0A, 0]);
    expect(ask(board, received, text('n'), 2)).toEqual([OCF0A | OCF0B | TOV0, OCF0B | TOV0]);
  });

  it('capture the count at an edge of pin 8', () => {
    const { board, received } = ready();
    board.serial.write(Uint8Array.from(text('i')));
    board.runCycles(3000);
    expect(received).toEqual([]);
    board.pin('8').drive(1);
    board.runUntil(() => received.length === 2, 10_000);
    expect(received[0]).toBe(0);
    // SBIS, SBRS or the like, and a few loads.
    expect(received[1]).toBeGreaterThan(2);
    expect(received[1]).toBeLessThan(16);
  });

  it('count rising edges at pin 5', () => {
    const { board, received } = ready();
    board.serial.write(Uint8Array.from(text('e')));
    board.runCycles(1000);
    for (let n = 0; n < 300; n += 1) {
      board.pin('5').drive(1);
      board.runCycles(10);
      board.pin('5').drive(0);
      board.runCycles(10);
    }
    expect(ask(board, received, text('r'), 2)).toEqual([300 >> 8, 300 & 0xff]);
  });

  it('hold 16 bits, written and read byte by byte', () => {
    const { board, received } = ready();
    expect(ask(board, received, text('w'), 8)).toEqual([0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0]);
  });

  it('follow a prescaler that can be reset', () => {
    for (let offset = 0; offset < 64; offset += 7) {
      const { board, received } = ready();
      board.runCycles(offset);
      expect(ask(board, received, text('p'), 2)).toEqual([Math.floor(400 / 64), 0]);
    }
  });
});

describe('the ADC', () => {
  it('reads each input as 1024 U / 5 V, rounded down', () => {
    const board = boardWith('analog');
    const received = attach(board);
    board.runCycles(1000);
    for (const [channel, volts, expected] of [
      [0, 0, 0],
      [1, 2.5, 512],
      [2, 3.3, 675],
      [3, 5, 1023],
      [4, 0.0049, 1],
      [5, 0.0048, 0],
    ] as const) {
      board.pin(`A${channel}`).driveVolts(volts);
      const [high = 0, low = 0] = ask(board, received, [channel + 0x30], 2);
      expect(high * 256 + low).toBe(expected);
    }
    expect(() => board.pin('A0').driveVolts(5.1)).toThrow('voltage at pin A0: expected 0 to 5, got 5.1');
    expect(() => board.pin('A0').driveVolts(Number.NaN)).toThrow('got NaN');
  });

  it('sees digital levels too, and a digital input sees voltages', () => {
    const board = boardWith('analog');
    const received = attach(board);
    board.runCycles(1000);
    board.pin('A0').drive(1);
    expect(ask(board, received, text('0'), 2)).toEqual([3, 255]);
    board.pin('A0').driveVolts(1.2);
    expect(board.pin('A0').level).toBe(0);
    board.pin('A0').release();
    expect(ask(board, received, text('0'), 2)).toEqual([0, 0]);
  });

  it('takes 13 ADC clocks for a conversion, 25 for the first', () => {
    const board = boardWith('analog');
    const received = attach(board);
    board.runCycles(1000);
    const lengths = [1, 2].map(() => {
      board.serial.write(Uint8Array.from(text('0')));
      board.runUntil(() => ((board.core.data[0x7a] ?? 0) & 0x40) !== 0, UNO_HERTZ);
      const start = board.cycles;
      board.runUntil(() => ((board.core.data[0x7a] ?? 0) & 0x40) === 0, UNO_HERTZ);
      const length = board.cycles - start;
      const count = received.length;
      board.runUntil(() => received.length === count + 2, UNO_HERTZ);
      return Math.floor(length / 128);
    });
    expect(lengths).toEqual([25, 13]);
  });

  it('converts by itself in free running mode', () => {
    const board = boardWith('analog');
    const received = attach(board);
    board.runCycles(1000);
    board.pin('A0').driveVolts(2.5);
    expect(ask(board, received, text('f'), 4)).toEqual([2, 0, 2, 0]);
    board.pin('A1').driveVolts(1.25);
    expect(ask(board, received, text('1'), 2)).toEqual([1, 0]);
  });
});
