import { describe, expect, it } from 'vitest';
import { Board } from '../../firmware-sim/board/board.ts';
import { MEGA } from '../../firmware-sim/board/mega.ts';
import { ATMEGA2560 } from '../../firmware-sim/chip/atmega2560.ts';
import { Core } from '../../firmware-sim/chip/core.ts';
import { FLASH_BYTES } from '../../firmware-sim/index.ts';

const WORDS = ATMEGA2560.flash.flashBytes / 2;
const RAMEND = 0x21ff;
const RAMPZ = 0x5b;
const EIND = 0x5c;
const SREG = 0x5f;

/** A chip with words at some addresses, about to execute the first of them. */
function chip(...blocks: [at: number, ...words: number[]][]): Core {
  const flash = new Uint16Array(WORDS);
  for (const [at, ...words] of blocks) flash.set(words, at);
  const core = new Core(new Uint8Array(flash.buffer), ATMEGA2560.cpu);
  core.pc = blocks[0]?.[0] as number;
  return core;
}

/** Executes instructions; gives where the CPU is then, and the cycles they took. */
function run(core: Core, instructions = 1): [pc: number, cycles: number] {
  const before = core.cycles;
  for (let n = 0; n < instructions; n += 1) core.step(Number.POSITIVE_INFINITY);
  return [core.pc, core.cycles - before];
}

const stack = ({ data, SP }: Core) => [...data.subarray(SP + 1, RAMEND + 1)];

describe('a program counter of 17 bits', () => {
  const HERE = 0x1abcd;
  const Z = [0xe3e4, 0xe1f2]; // LDI r30, 0x34; LDI r31, 0x12: Z = 0x1234

  it.each([
    ['RCALL', [0xd010], HERE + 0x11, HERE + 1, 4],
    ['CALL', [0x940f, 0x2345], 0x12345, HERE + 2, 5],
    ['ICALL', [0x9509], 0x1234, HERE + 1, 4],
    ['EICALL', [0x9519], 0x11234, HERE + 1, 4],
  ])('%s pushes three bytes, and RET takes them back', (_, words, target, back, cycles) => {
    const core = chip([HERE - 2, ...Z], [HERE, ...words], [target, 0x9508]);
    core.data[EIND] = 1;
    run(core, 2);
    expect(run(core)).toEqual([target, cycles]);
    expect(stack(core)).toEqual([back >> 16, (back >> 8) & 0xff, back & 0xff]);
    expect(run(core)).toEqual([back, 5]);
    expect(core.SP).toBe(RAMEND);
  });

  it.each([
    ['JMP', [0x940d, 0x2345], 0x12345, 3],
    ['IJMP', [0x9409], 0x1234, 2],
    ['EIJMP', [0x9419], 0x11234, 2],
  ])('%s reaches the upper half of the flash where it can', (_, words, target, cycles) => {
    const core = chip([HERE - 2, ...Z], [HERE, ...words]);
    core.data[EIND] = 1;
    run(core, 2);
    expect(run(core)).toEqual([target, cycles]);
  });

  // avr8js 0.21 returns to 0 instead.
  it.each([
    ['RET', 0x9508],
    ['RETI', 0x9518],
  ])('%s returns to 0x10000', (_, opcode) => {
    const core = chip([0x0ffff, 0xd000 | 0x10], [0x10010, opcode]);
    run(core);
    expect(run(core)).toEqual([0x10000, 5]);
  });

  it('goes round at the end of the flash', () => {
    expect(run(chip([WORDS - 1, 0x0000]))).toEqual([0, 1]);
    expect(run(chip([WORDS - 1, 0xc001]))).toEqual([1, 2]);
    expect(run(chip([0, 0xcffe]))).toEqual([WORDS - 1, 2]);
  });
});

describe('ELPM', () => {
  const BYTE = 0x2ffff;

  it.each([
    ['ELPM', 0x95d8, 0, 0xffff, 2],
    ['ELPM r5, Z', 0x9056, 5, 0xffff, 2],
    ['ELPM r5, Z+', 0x9057, 5, 0, 3],
  ])('%s reads where RAMPZ and Z say', (_, opcode, register, z, rampz) => {
    const core = chip([0, opcode], [BYTE >> 1, 0x5a00]);
    core.data.set([0xff, 0xff], 30);
    core.data[RAMPZ] = 2;
    expect(run(core)).toEqual([1, 3]);
    expect(core.data[register]).toBe(0x5a);
    expect([core.dataView.getUint16(30, true), core.data[RAMPZ]]).toEqual([z, rampz]);
  });

  it('LPM stays in the lower 64 KiB', () => {
    const core = chip([0, 0x9054], [0x7fff, 0xa500]);
    core.data.set([0xff, 0xff], 30);
    core.data[RAMPZ] = 2;
    run(core);
    expect(core.data[5]).toBe(0xa5);
  });
});

describe('interrupts', () => {
  it.each([1, 31, 32, 33, 56])('%i is entered in five cycles, with three bytes on the stack', (vector) => {
    const core = chip([0x1fff0, 0, 0, 0]);
    core.data[SREG] = 0x80;
    core.setPending(vector, true);
    const acknowledged: number[] = [];
    core.onAcknowledge(vector, () => {
      acknowledged.push(vector);
      core.setPending(vector, false);
    });
    expect(run(core)).toEqual([vector * 2, 1 + 5]);
    expect(stack(core)).toEqual([1, 0xff, 0xf1]);
    expect([acknowledged, core.data[SREG]]).toEqual([[vector], 0]);
  });

  it('the lowest number goes first, on either side of 32', () => {
    const core = chip([0x100, 0, 0, 0]);
    for (const vector of [56, 31, 47]) core.setPending(vector, true);
    const order: number[] = [];
    for (const vector of [31, 47, 56]) {
      core.onAcknowledge(vector, () => {
        order.push(vector);
        core.setPending(vector, false);
      });
    }
    for (let n = 0; n < 3; n += 1) {
      core.data[SREG] = 0x80;
      run(core);
    }
    expect(order).toEqual([31, 47, 56]);
  });
});

describe('a Mega', () => {
  /** LDI r16, value; STS address, r16. */
  const poke = (address: number, value: number) => [
    0xe000 | ((value & 0xf0) << 4) | (value & 15),
    0x9300,
    address,
  ];
  const boardWith = (...words: number[]) =>
    new Board(MEGA, { firmware: new Uint8Array(Uint16Array.from([...words, 0xcfff]).buffer) });

  it('has 256 KiB of flash, 8 KiB of RAM that ends at 0x21ff, and 4 KiB of EEPROM', () => {
    const { core, eeprom } = boardWith();
    expect([core.progBytes.length, core.SP, eeprom.memory.length]).toEqual([0x40000, RAMEND, 4096]);
  });

  it('refuses firmware that is larger than its flash, and takes what an Uno refuses', () => {
    expect(() => new Board(MEGA, { firmware: new Uint8Array(0x40001) })).toThrow('the flash has 262144');
    expect(new Board(MEGA, { firmware: new Uint8Array(FLASH_BYTES + 1) }).powered).toBe(true);
  });

  it('drives pins of ports whose registers lie beyond the reach of OUT: PL0 is pin 49', () => {
    const board = boardWith(...poke(0x10a, 1), ...poke(0x10b, 1));
    const edges: number[] = [];
    board.pin('49').onEdge((level, cycle) => edges.push(level, cycle));
    board.runCycles(20);
    expect(edges).toEqual([1, 6]);
  });

  it('knows its pins by their Arduino names alone', () => {
    const board = boardWith();
    expect(board.pinNames.length).toBe(70);
    expect(board.pin('A15').name).toBe('A15');
    expect(() => board.pin('54')).toThrow('pin of a Mega: expected 0 to 53 and A0 to A15, got "54"');
  });

  it('has a third channel on its 16-bit timers: OC5C on pin 44 in 8-bit fast PWM', () => {
    const board = boardWith(
      ...poke(0x10a, 0x20),
      ...poke(0x120, 0x09), // COM5C 2, WGM 5
      ...poke(0x12c, 63),
      ...poke(0x121, 0x09), // no prescaler
    );
    board.runCycles(400);
    const rises: number[] = [];
    const widths: number[] = [];
    board.pin('44').onEdge((level, cycle) => {
      if (level === 1) rises.push(cycle);
      else if (rises.length > 0) widths.push(cycle - (rises.at(-1) as number));
    });
    board.runCycles(1024);
    expect(board.pin('44').duty).toBe(64 / 256);
    expect((rises[1] as number) - (rises[0] as number)).toBe(256);
    expect(widths.slice(0, 3)).toEqual([64, 64, 64]);
  });

  it('sends from USART3, whose registers are beyond 0x100', () => {
    // 2 Mbit/s, 8N1.
    const board = boardWith(...poke(0x130, 0x02), ...poke(0x131, 0x08), ...poke(0x136, 0xa5));
    let frames = 0;
    const { txd } = board.chip.usarts[3] as {
      txd: { onFrame: () => void; fall(from: number): number | undefined };
    };
    txd.onFrame = () => {
      frames += 1;
    };
    board.runCycles(100);
    expect([frames, txd.fall(0)]).toEqual([1, 9]);
    expect(board.core.data[0x130]).toBe(0x02);
  });

  it('has SPI on pins 50 to 53: a byte is sixteen edges of SCK on 52', () => {
    // SS, SCK and MOSI are outputs; SPE, MSTR; 4 cycles a bit.
    const board = boardWith(...poke(0x24, 0x07), ...poke(0x4c, 0x50), ...poke(0x4e, 0xf0));
    let edges = 0;
    const bits: number[] = [];
    board.pin('52').onEdge((level) => {
      edges += 1;
      if (level === 1) bits.push(board.pin('51').level);
    });
    board.runCycles(100);
    expect([edges, bits]).toEqual([16, [1, 1, 1, 1, 0, 0, 0, 0]]);
  });

  it('has TWI on pins 20 and 21: START pulls SDA, then SCL', () => {
    const board = boardWith(...poke(0xb8, 72), ...poke(0xbc, 0xa4));
    const edges: string[] = [];
    for (const pin of ['20', '21'])
      board.pin(pin).onEdge((level) => {
        if (level === 0) edges.push(pin);
      });
    board.runCycles(1000);
    expect(edges).toEqual(['20', '21']);
    expect((board.core.data[0xbc] as number) >> 7).toBe(1);
  });

  it('hears falling edges at INT4, which is pin 2, and changes of PCINT16, which is A8', () => {
    // ISC41; INT4; PCIE2; PCINT16.
    const board = boardWith(...poke(0x6a, 2), ...poke(0x3d, 0x10), ...poke(0x68, 4), ...poke(0x6d, 1));
    for (const pin of ['2', 'A8']) board.pin(pin).drive(1);
    board.runCycles(50);
    const flags = () => [board.core.data[0x3c], board.core.data[0x3b]];
    board.core.data.set([0, 0], 0x3b);
    board.pin('2').drive(0);
    board.pin('A9').drive(1);
    expect(flags()).toEqual([0x10, 0]);
    board.pin('A8').drive(0);
    expect(flags()).toEqual([0x10, 4]);
  });

  it('programs a page of 128 words in the upper half of its flash, by RAMPZ', () => {
    // From the boot loader section: fill word 0 of the buffer, write the page at 0x2ff00, wait, enable reading.
    const setZ = (z: number) => [
      0xe000 | ((z & 0xf0) << 4) | 0xe0 | (z & 15),
      0xe0f0 | ((z >> 8) & 15) | ((z >> 4) & 0xf00),
    ];
    const spm = (command: number) => [
      0xe000 | ((command & 0xf0) << 4) | 0x20 | (command & 15),
      0xbf27,
      0x95e8,
    ];
    const code = [
      ...[0xe032, 0xbf3b], // RAMPZ = 2
      ...[0xe4c1, 0x2e0c, 0xe2cb, 0x2e1c], // r1:r0 = 0x2b41
      ...[...setZ(0xff00), ...spm(0x01)],
      ...[...setZ(0xff00), ...spm(0x05)],
      ...[0xb727, 0xfd20, 0xcffd], // until SPMEN is 0
      ...spm(0x11),
      0xcfff,
    ];
    const flash = new Uint8Array(0x40000).fill(0xff);
    flash.set(new Uint8Array(Uint16Array.from([0x940d, 0xf000]).buffer));
    flash.set(new Uint8Array(Uint16Array.from(code).buffer), 0x3e000);
    const board = new Board(MEGA, { firmware: flash });
    board.runCycles(0.01 * MEGA.hertz);
    expect([...board.selfProgramming.flash.subarray(0x17f80 - 1, 0x17f80 + 2)]).toEqual([
      0xffff, 0x2b41, 0xffff,
    ]);
    expect(board.core.progMem[0x17f80]).toBe(0x2b41);
  });

  it('reads A8 to A15 with MUX5, and the 2.56 V reference', () => {
    // REFS 3, channel 13 - 8; MUX5; on, start, prescaler 2.
    const board = boardWith(...poke(0x7c, 0xc5), ...poke(0x7b, 0x08), ...poke(0x7a, 0xc1));
    board.pin('A13').driveVolts(1);
    board.pin('A5').driveVolts(2);
    board.runCycles(200);
    expect((board.core.data[0x78] as number) + 256 * (board.core.data[0x79] as number)).toBe(400);
  });
});
