import { FLASH_BYTES } from '../../firmware-sim/chip/hex.ts';

/** Random AVR programs that end: every instruction the compiler uses, on memory that is nothing but memory. */
export class RandomProgram {
  readonly words: number[] = [];
  /** Word address of the loop at the end. */
  readonly end: number;
  private seed: number;

  constructor(seed: number, blocks: number) {
    this.seed = seed;
    for (let d = 16; d < 32; d += 1) this.words.push(0xe000 | constant(d, this.below(256)));
    for (let d = 0; d < 16; d += 1) this.words.push(0x2c00 | registers(d, 16 + this.below(16)));
    // Subroutines first, so that calls know where they are.
    this.words.push(0);
    const jump = this.words.length - 1;
    const subroutines = Array.from({ length: 4 }, () => {
      const at = this.words.length;
      this.simple(1 + this.below(8));
      this.words.push(0x9508);
      return at;
    });
    this.words[jump] = 0xc000 | (this.words.length - jump - 1);
    for (let block = 0; block < blocks; block += 1) this.block(subroutines);
    this.end = this.words.length;
    this.words.push(0xcfff);
  }

  get flash(): Uint8Array {
    const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
    flash.set(new Uint8Array(Uint16Array.from(this.words).buffer));
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

  /** When simavr 1.6 leaves out ADIW or SBIW of a constant whose lower four bits are 12 to 15, it takes it for two words. */
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
        return [this.pick([0x9000, 0x9200]) | (d << 4), 0x100 + this.below(0x6c0)];
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
    this.words.push(0xe000 | constant(at, this.below(256)), 0xe000 | constant(at + 1, 2 + this.below(5)));
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

  private stack(): void {
    const count = 1 + this.below(4);
    for (let at = 0; at < count; at += 1) this.words.push(0x920f | (this.below(32) << 4));
    for (let at = 0; at < count; at += 1) this.words.push(0x900f | (this.below(32) << 4));
  }

  /** A loop of up to 16 turns; its counter is in memory, where nothing else writes. */
  private loop(): void {
    const { words } = this;
    words.push(0xe000 | constant(24, 1 + this.below(16)), 0x9200 | (24 << 4), COUNTER);
    const start = words.length;
    this.simple(1 + this.below(6));
    words.push(0x9000 | (24 << 4), COUNTER, 0x940a | (24 << 4), 0x9200 | (24 << 4), COUNTER);
    words.push(0xf401 | (((start - words.length - 1) & 0x7f) << 3));
  }

  private call(target: number): void {
    const { words } = this;
    switch (this.below(3)) {
      case 0:
        words.push(0xd000 | ((target - words.length - 1) & 0xfff));
        return;
      case 1:
        words.push(0x940e, target);
        return;
      default:
        words.push(0xe000 | constant(30, target & 0xff), 0xe000 | constant(31, target >> 8), 0x9509);
    }
  }

  /** Reads from flash: the program itself and what is erased. */
  private tables(): void {
    this.words.push(0xe000 | constant(30, this.below(256)), 0xe000 | constant(31, this.below(0x7f)));
    for (let n = 1 + this.below(4); n > 0; n -= 1)
      this.words.push(this.pick([0x95c8, 0x9004 | (this.below(30) << 4), 0x9005 | (this.below(30) << 4)]));
  }
}

const COUNTER = 0x7f0;
/** General purpose I/O registers by their I/O address; SREG, SPL and SPH. */
const GPIOR0 = 0x1e;
const WRITABLE = [io(GPIOR0), io(0x2a), io(0x2b), io(0x3f)];
const READABLE = [...WRITABLE, io(0x3d), io(0x3e)];

/** An I/O address in IN and OUT. */
function io(address: number): number {
  return (address & 15) | ((address & 0x30) << 5);
}

function registers(d: number, r: number): number {
  return (d << 4) | (r & 15) | ((r & 16) << 5);
}

function constant(d: number, k: number): number {
  return ((d - 16) << 4) | (k & 15) | ((k & 0xf0) << 4);
}
