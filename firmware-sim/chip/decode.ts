/** An opcode taken apart: what `execute` does, by number, and with what. */
export interface Decoded {
  /** Number of the operation; 0 is none of `execute`'s. */
  readonly operation: number;
  /** Mostly the register that is changed. */
  readonly a: number;
  /** Mostly the other register, a constant, a bit, or a distance in words. */
  readonly b: number;
}

const OTHER: Decoded = { operation: 0, a: 0, b: 0 };

/** Operations with a mask of six bits: two registers of 32. */
const TWO_REGISTERS = new Map<number, number>([
  [0x0c00, 1], // ADD
  [0x1c00, 2], // ADC
  [0x1800, 3], // SUB
  [0x0800, 4], // SBC
  [0x1400, 5], // CP
  [0x0400, 6], // CPC
  [0x2000, 7], // AND
  [0x2400, 8], // EOR
  [0x2800, 9], // OR
  [0x2c00, 10], // MOV
  [0x9c00, 11], // MUL
  [0x1000, 12], // CPSE
]);

/** Four bits: a register from 16 on, and a byte. */
const IMMEDIATE = new Map<number, number>([
  [0x3000, 15], // CPI
  [0x4000, 14], // SBCI
  [0x5000, 13], // SUBI
  [0x6000, 16], // ORI
  [0x7000, 17], // ANDI
  [0xe000, 18], // LDI
]);

/** Seven bits and four at the end: one register of 32. Those that move a pointer have it in `b`. */
const ONE_REGISTER = new Map<number, readonly [operation: number, b: number]>([
  [0x9400, [24, 0]], // COM
  [0x9401, [25, 0]], // NEG
  [0x9402, [26, 0]], // SWAP
  [0x9403, [27, 0]], // INC
  [0x940a, [28, 0]], // DEC
  [0x9405, [29, 0]], // ASR
  [0x9406, [30, 0]], // LSR
  [0x9407, [31, 0]], // ROR
  [0x900d, [46, 26]], // LD X+
  [0x9009, [46, 28]], // LD Y+
  [0x9001, [46, 30]], // LD Z+
  [0x900e, [47, 26]], // LD -X
  [0x900a, [47, 28]], // LD -Y
  [0x9002, [47, 30]], // LD -Z
  [0x920d, [48, 26]], // ST X+
  [0x9209, [48, 28]], // ST Y+
  [0x9201, [48, 30]], // ST Z+
  [0x920e, [49, 26]], // ST -X
  [0x920a, [49, 28]], // ST -Y
  [0x9202, [49, 30]], // ST -Z
  [0x900c, [50, 0]], // LD X
  [0x920c, [51, 0]], // ST X
  [0x9000, [52, 0]], // LDS
  [0x9200, [53, 0]], // STS
  [0x920f, [54, 0]], // PUSH
  [0x900f, [55, 0]], // POP
]);

/** Nine bits: a register from 16 to 23, and another. */
const FRACTIONS = new Map<number, number>([
  [0x0300, 38], // MULSU
  [0x0308, 39], // FMUL
  [0x0380, 40], // FMULS
  [0x0388, 41], // FMULSU
]);

/** A register and one of its bits. */
const BITS = new Map<number, number>([
  [0xfa00, 33], // BST
  [0xf800, 34], // BLD
  [0xfc00, 59], // SBRC
  [0xfe00, 60], // SBRS
]);

/** An I/O register of the first 32, and one of its bits. */
const IO_BITS = new Map<number, number>([
  [0x9900, 68], // SBIC
  [0x9b00, 69], // SBIS
  [0x9a00, 70], // SBI
  [0x9800, 71], // CBI
]);

/** Where I/O registers begin in the data memory. */
const IO_START = 0x20;

/** Takes an opcode apart (AVR Instruction Set Manual). */
export function decode(opcode: number): Decoded {
  const d = (opcode >> 4) & 31;
  const high = 16 + (d & 15);
  const byte = ((opcode >> 4) & 0xf0) | (opcode & 15);
  let operation = TWO_REGISTERS.get(opcode & 0xfc00);
  if (operation) return { operation, a: d, b: (opcode & 15) | ((opcode >> 5) & 16) };
  operation = IMMEDIATE.get(opcode & 0xf000);
  if (operation) return { operation, a: high, b: byte };
  const [one, b = 0] = ONE_REGISTER.get(opcode & 0xfe0f) ?? [];
  if (one) return { operation: one, a: d, b };
  operation = FRACTIONS.get(opcode & 0xff88);
  if (operation) return { operation, a: 16 + (d & 7), b: 16 + (opcode & 7) };
  operation = BITS.get(opcode & 0xfe08);
  if (operation) return { operation, a: d, b: 1 << (opcode & 7) };
  if ((opcode & 0xff00) === 0x0100) return { operation: 23, a: (opcode >> 3) & 30, b: (opcode << 1) & 30 }; // MOVW
  if ((opcode & 0xff00) === 0x0200) return { operation: 37, a: high, b: 16 + (opcode & 15) }; // MULS
  operation = IO_BITS.get(opcode & 0xff00);
  if (operation) return { operation, a: IO_START + ((opcode >> 3) & 31), b: 1 << (opcode & 7) };
  if ((opcode & 0xf000) === 0xb000) {
    const address = IO_START + ((opcode & 15) | ((opcode >> 5) & 0x30));
    return { operation: opcode & 0x800 ? 67 : 66, a: d, b: address }; // IN, OUT
  }
  return flow(opcode) ?? withOffset(opcode, d) ?? word(opcode) ?? OTHER;
}

/** Branches, jumps, calls; flags. Distances count from the instruction itself. */
function flow(opcode: number): Decoded | undefined {
  const far = ((opcode << 20) >> 20) + 1;
  const near = ((opcode << 22) >> 25) + 1;
  const flag = 1 << ((opcode >> 4) & 7);
  // The address has 16 bits more in the next word.
  const page = ((opcode >> 3) & 0x3e) | (opcode & 1);
  if ((opcode & 0xfc00) === 0xf000) return { operation: 19, a: 1 << (opcode & 7), b: near }; // BRBS
  if ((opcode & 0xfc00) === 0xf400) return { operation: 20, a: 1 << (opcode & 7), b: near }; // BRBC
  if ((opcode & 0xf000) === 0xc000) return { operation: 21, a: 0, b: far }; // RJMP
  if ((opcode & 0xf000) === 0xd000) return { operation: 22, a: 0, b: far }; // RCALL
  if (opcode === 0x9508) return { operation: 56, a: 0, b: 0 }; // RET
  if ((opcode & 0xfe0e) === 0x940e) return { operation: 57, a: page, b: 0 }; // CALL
  if ((opcode & 0xfe0e) === 0x940c) return { operation: 58, a: page, b: 0 }; // JMP
  if (opcode === 0) return { operation: 61, a: 0, b: 0 }; // NOP
  // The interrupt flag is the core's.
  if ((opcode & 0xff8f) === 0x9408 && flag < 0x80) return { operation: 35, a: 0, b: flag }; // BSET
  if ((opcode & 0xff8f) === 0x9488) return { operation: 36, a: 0, b: flag }; // BCLR
  return undefined;
}

/** LDD and STD with Y and Z; LD and ST are those without a distance. */
function withOffset(opcode: number, a: number): Decoded | undefined {
  if ((opcode & 0xd000) !== 0x8000) return undefined;
  const b = (opcode & 7) | ((opcode >> 7) & 0x18) | ((opcode >> 8) & 0x20);
  return { operation: 42 + (opcode & 8 ? 1 : 0) + (opcode & 0x200 ? 2 : 0), a, b };
}

/** ADIW and SBIW. */
function word(opcode: number): Decoded | undefined {
  if ((opcode & 0xfe00) !== 0x9600) return undefined;
  const k = ((opcode >> 2) & 0x30) | (opcode & 15);
  return { operation: 32, a: 24 + ((opcode >> 3) & 6), b: opcode & 0x100 ? -k : k };
}

/**
 * A program taken apart, word by word: `operation` in bits 0–7, `a` in bits 8–15, `b` above, so that one is one load.
 */
export class DecodedProgram {
  readonly words: Int32Array;
  private readonly isLong: boolean;

  /** @param isLong the program counter has more than 16 bits */
  constructor(words: Uint16Array, isLong: boolean) {
    this.words = new Int32Array(words.length);
    this.isLong = isLong;
    this.set(words, 0);
  }

  /** Replaces words from an address on. */
  set(words: Uint16Array, from: number): void {
    for (let index = 0; index < words.length; index += 1) {
      const instruction = packed(words[index] as number);
      this.words[from + index] = this.isLong ? long(instruction) : instruction;
    }
  }
}

/** Calls, returns and jumps have operations of their own where the program counter has more than 16 bits. */
const LONG = new Map([
  [22, 62], // RCALL
  [56, 63], // RET
  [57, 64], // CALL
  [58, 65], // JMP
]);

function long(instruction: number): number {
  const operation = instruction & 0xff;
  return (instruction & ~0xff) | (LONG.get(operation) ?? operation);
}

/** What opcodes are taken apart to, -1 until then; a board takes a whole flash apart when it starts. */
const PACKED = new Int32Array(0x10000).fill(-1);

function packed(opcode: number): number {
  const known = PACKED[opcode] as number;
  if (known !== -1) return known;
  const { operation, a, b } = decode(opcode);
  const found = operation | (a << 8) | (b << 16);
  PACKED[opcode] = found;
  return found;
}
