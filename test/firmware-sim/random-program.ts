import type { ChipDescription } from '../../firmware-sim/chip/description.ts';

/** Random AVR programs that end: every instruction the compiler uses, on memory that is nothing but memory. */
export class RandomProgram {
  readonly words: number[] = [];
  /** Word address of the loop at the end. */
  readonly end: number;
  private readonly chip: ChipDescription;
  /** Word address at which it begins. */
  private readonly start: number;
  private readonly isLong: boolean;
  private seed: number;

  /** @param start word address: a jump goes there from 0, if it is not 0 itself */
  constructor(seed: number, blocks: number, chip: ChipDescription, start = 0) {
    this.seed = seed;
    this.chip = chip;
    this.start = start;
    this.isLong = chip.flash.flashBytes > 0x20000;
    for (let d = 16; d < 32; d += 1) this.words.push(0xe000 | constant(d, this.below(256)));
    for (let d = 0; d < 16; d += 1) this.words.push(0x2c00 | registers(d, 16 + this.below(16)));
    // Subroutines first, so that calls know where they are.
    this.words.push(0);
    const jump = this.words.length - 1;
    const subroutines = Array.from({ length: 4 }, (_, index) => {
      const at = this.words.length;
      this.simple(1 + this.below(8));
      // One of them ends as an interrupt does.
      this.words.push(index === 3 ? 0x9518 : 0x9508);
      return at;
    });
    this.words[jump] = 0xc000 | (this.words.length - jump - 1);
    for (let block = 0; block < blocks; block += 1) this.block(subroutines);
    this.end = start + this.words.length;
    this.words.push(0xcfff);
  }

  get flash(): Uint8Array {
    const { flashBytes } = this.chip.flash;
    const flash = new Uint8Array(flashBytes).fill(0xff);
    const place = (at: number, words: number[]) =>
      flash.set(new Uint8Array(Uint16Array.from(words).buffer), at * 2);
    if (this.start > 0) place(0, [0x940c | page(this.start), this.start & 0xffff]);
    place(this.start, this.words);
    return flash;
  }

  /** 0 to `limit` - 1. */
  private below(limit: number): number {
    this.seed ^= this.seed << 13;
    this.seed ^= this.seed >>> 17;
    this.seed ^= this.seed << 5;
    return (this.seed >>> 0) % limit;
  }

  private pick<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)] as Value;
  }

  private block(subroutines: readonly number[]): void {
    const { words } = this;
    switch (this.below(10)) {
      case 0:
        this.pointer();
        break;
      case 1:
        this.stack();
        break;
      case 2:
        this.loop();
        break;
      case 3:
        this.call(this.pick(subroutines));
        break;
      case 4: {
        // A branch, or a jump, over something.
        const from = words.push(0) - 1;
        this.simple(1 + this.below(12));
        const distance = words.length - from - 1;
        const opcode = this.pick([0xf000, 0xf400]) | this.below(8) | (distance << 3);
        words[from] = this.below(4) ? opcode : 0xc000 | distance;
        break;
      }
      case 5: {
        const bit = this.below(8);
        const r = this.below(32) << 4;
        words.push(
          this.pick([
            0x1000 | registers(this.below(32), this.below(32)),
            0xfc00 | r | bit,
            0xfe00 | r | bit,
            0x9900 | (GPIOR0 << 3) | bit,
            0x9b00 | (GPIOR0 << 3) | bit,
          ]),
        );
        words.push(...this.skipped());
        break;
      }
      case 6:
        this.tables();
        break;
      default:
        this.simple(4);
    }
  }

  /** Instructions that may be left out and repeated. */
  private simple(count: number): void {
    for (let at = 0; at < count; at += 1) this.words.push(...this.instruction());
  }

  /**
   * When simavr 1.6 leaves out ADIW or SBIW of a constant whose lower four bits are 12 to 15, it takes it for two
   * words.
   */
  private skipped(): number[] {
    for (;;) {
      const words = this.instruction();
      if (((words[0] as number) & 0xfe0c) !== 0x960c) return words;
    }
  }

  private instruction(): number[] {
    const [d, r, k] = [this.below(32), this.below(32), this.below(256)];
    switch (this.below(12)) {
      case 0:
        return [this.pick([0x9400, 0x9401, 0x9402, 0x9403, 0x9405, 0x9406, 0x9407, 0x940a]) | (d << 4)];
      case 1:
        return [this.pick([0x9600, 0x9700]) | k];
      case 2:
        return [this.pick([0x0200, 0x0100]) | k];
      case 3:
        return [0x0300 | k];
      case 4:
        return [this.pick([0xf800, 0xfa00]) | (d << 4) | (k & 7)];
      case 5:
        // BSET, BCLR of all but I.
        return [this.pick([0x9408, 0x9488]) | ((k % 7) << 4)];
      case 6:
        return [this.pick([0x9000, 0x9200]) | (d << 4), this.ram(this.below(0x6c0))];
      case 7:
        return this.pick([
          [0xb000 | (d << 4) | this.pick(READABLE)],
          [0xb800 | (d << 4) | this.pick(WRITABLE)],
          [this.pick([0x9800, 0x9a00]) | (GPIOR0 << 3) | (k & 7)],
          [0],
        ]);
      case 8:
      case 9:
        return [this.pick([0x3000, 0x4000, 0x5000, 0x6000, 0x7000, 0xe000]) | constant(16 + (d & 15), k)];
      default:
        return [
          this.pick([
            0x0400, 0x0800, 0x0c00, 0x1400, 0x1800, 0x1c00, 0x2000, 0x2400, 0x2800, 0x2c00, 0x9c00,
          ]) | registers(d, r),
        ];
    }
  }

  /** Sets X, Y or Z to somewhere in RAM, and loads and stores through it. */
  private pointer(): void {
    const at = this.pick([26, 28, 30]);
    this.setPointer(at, this.ram(0x100 + this.below(0x500)));
    for (let n = 1 + this.below(6); n > 0; n -= 1) {
      const opcodes = { 26: [0x900c, 0x900d, 0x900e], 28: [0x9009, 0x900a], 30: [0x9001, 0x9002] }[
        at
      ] as number[];
      // What a pointer that moves loads into its own register, the manual leaves open.
      let opcode = this.pick(opcodes) | (this.below(26) << 4) | (this.below(2) << 9);
      if (at !== 26 && this.below(2)) {
        const q = this.below(64);
        opcode = 0x8000 | (at === 28 ? 8 : 0) | (q & 7) | ((q & 0x18) << 7) | ((q & 0x20) << 8);
        opcode |= (this.below(26) << 4) | (this.below(2) << 9);
      }
      this.words.push(opcode);
    }
  }

  /** An address of RAM, from its start on. */
  private ram(at: number): number {
    return this.chip.cpu.sramStart + at;
  }

  private setPointer(at: number, value: number): void {
    this.words.push(0xe000 | constant(at, value & 0xff), 0xe000 | constant(at + 1, (value >> 8) & 0xff));
  }

  /** Sets RAMPZ or EIND, by way of r16. */
  private setExtension(register: number, value: number): void {
    this.words.push(0xe000 | constant(16, value), 0xb800 | (16 << 4) | io(register));
  }

  private stack(): void {
    const count = 1 + this.below(4);
    for (let at = 0; at < count; at += 1) this.words.push(0x920f | (this.below(32) << 4));
    for (let at = 0; at < count; at += 1) this.words.push(0x900f | (this.below(32) << 4));
  }

  /** A loop of up to 16 turns; its counter is in memory, where nothing else writes. */
  private loop(): void {
    const { words } = this;
    words.push(0xe000 | constant(24, 1 + this.below(16)), 0x9200 | (24 << 4), this.ram(COUNTER));
    const start = words.length;
    this.simple(1 + this.below(6));
    words.push(
      0x9000 | (24 << 4),
      this.ram(COUNTER),
      0x940a | (24 << 4),
      0x9200 | (24 << 4),
      this.ram(COUNTER),
    );
    words.push(0xf401 | (((start - words.length - 1) & 0x7f) << 3));
  }

  private call(subroutine: number): void {
    const { words } = this;
    const target = this.start + subroutine;
    switch (this.below(3)) {
      case 0:
        words.push(0xd000 | ((subroutine - words.length - 1) & 0xfff));
        return;
      case 1:
        words.push(0x940e | page(target), target & 0xffff);
        return;
      default:
        if (this.isLong) this.setExtension(EIND, target >> 16);
        this.setPointer(30, target & 0xffff);
        words.push(this.isLong ? 0x9519 : 0x9509);
    }
  }

  /** Reads from flash: the program itself and what is erased. */
  private tables(): void {
    const extended = this.isLong && this.below(2) === 1;
    // A pointer that moves on reaches the next 64 KiB.
    if (extended) this.setExtension(RAMPZ, this.below(3));
    this.setPointer(30, extended && this.below(2) ? 0xfffe : this.below(0x7f00));
    const opcodes = extended ? [0x95d8, 0x9006, 0x9007] : [0x95c8, 0x9004, 0x9005];
    for (let n = 1 + this.below(4); n > 0; n -= 1) {
      const opcode = this.pick(opcodes);
      this.words.push(opcode > 0x95c0 ? opcode : opcode | (this.below(30) << 4));
    }
  }
}

/** In RAM, counted from its start. */
const COUNTER = 0x6f0;
/** By their I/O addresses. */
const RAMPZ = 0x3b;
const EIND = 0x3c;
/** General purpose I/O registers by their I/O address; SREG, SPL and SPH. */
const GPIOR0 = 0x1e;
const WRITABLE = [io(GPIOR0), io(0x2a), io(0x2b), io(0x3f)];
const READABLE = [...WRITABLE, io(0x3d), io(0x3e)];

/** An I/O address in IN and OUT. */
function io(address: number): number {
  return (address & 15) | ((address & 0x30) << 5);
}

/** Bits 16 and above of the address in JMP and CALL. */
function page(address: number): number {
  return ((address >> 16) & 1) | ((address >> 13) & 0x1f0);
}

function registers(d: number, r: number): number {
  return (d << 4) | (r & 15) | ((r & 16) << 5);
}

function constant(d: number, k: number): number {
  return ((d - 16) << 4) | (k & 15) | ((k & 0xf0) << 4);
}
