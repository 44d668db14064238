/*
 * What every arithmetic and logic instruction of an AVR does, from the AVR Instruction Set Manual: its operations and
 * the Boolean formulas of its flags, bit by bit as printed there. Slow, and nothing but the manual.
 */

/** Registers before: `a` and `b`; after: the two from `out` on, and SREG. */
export interface Outcome {
  readonly low: number;
  readonly high: number;
  readonly sreg: number;
}

export interface AluCase {
  readonly name: string;
  readonly opcode: number;
  /** Registers of the operands; without `b` there is one. */
  readonly a: number;
  readonly b: number | undefined;
  /** The first of the two registers compared afterwards. */
  readonly out: number;
  /** SREG before. */
  readonly sregs: readonly number[];
  readonly expected: (a: number, b: number, sreg: number) => Outcome;
}

type Flags = { -readonly [flag in keyof typeof MASKS]?: boolean };

const MASKS = { C: 1, Z: 2, N: 4, V: 8, S: 16, H: 32, T: 64, I: 128 } as const;
/** The flags from bit 0 of SREG on. */
export const FLAGS = ['C', 'Z', 'N', 'V', 'S', 'H', 'T', 'I'] as const;
/** One bit of a value, as a boolean. */
export const bit = (value: number, at: number): boolean => ((value >> at) & 1) === 1;
const byte = (value: number): number => ((value % 256) + 256) % 256;
const signed = (value: number): number => (value > 127 ? value - 256 : value);

function withFlags(sreg: number, flags: Flags): number {
  let result = sreg;
  for (const flag in flags) {
    const mask = MASKS[flag as keyof Flags];
    result = flags[flag as keyof Flags] ? result | mask : result & ~mask;
  }
  return result;
}

/** S is N ⊕ V wherever the manual sets it. */
function withSign(flags: Flags): Flags {
  flags.S = flags.N !== flags.V;
  return flags;
}

/** ADD and ADC. */
function sum(d: number, r: number, carry: number): { R: number; flags: Flags } {
  const R = byte(d + r + carry);
  const [d3, r3, R3, d7, r7, R7] = [bit(d, 3), bit(r, 3), bit(R, 3), bit(d, 7), bit(r, 7), bit(R, 7)];
  return {
    R,
    flags: withSign({
      H: (d3 && r3) || (r3 && !R3) || (!R3 && d3),
      V: (d7 && r7 && !R7) || (!d7 && !r7 && R7),
      N: R7,
      Z: R === 0,
      C: (d7 && r7) || (r7 && !R7) || (!R7 && d7),
    }),
  };
}

/** SUB, SUBI, CP, CPI; with `before`, the Z there was, SBC, SBCI, CPC. */
function difference(d: number, r: number, carry: number, before = true): { R: number; flags: Flags } {
  const R = byte(d - r - carry);
  const [d3, r3, R3, d7, r7, R7] = [bit(d, 3), bit(r, 3), bit(R, 3), bit(d, 7), bit(r, 7), bit(R, 7)];
  return {
    R,
    flags: withSign({
      H: (!d3 && r3) || (r3 && R3) || (R3 && !d3),
      V: (d7 && !r7 && !R7) || (!d7 && r7 && R7),
      N: R7,
      Z: R === 0 && before,
      C: (!d7 && r7) || (r7 && R7) || (R7 && !d7),
    }),
  };
}

/** AND, OR, EOR and their immediate forms. */
const logic = (R: number): Flags => withSign({ V: false, N: bit(R, 7), Z: R === 0 });

/** LSR, ROR, ASR of `d` to `R`. */
function shifted(d: number, R: number): Flags {
  const [N, C] = [bit(R, 7), bit(d, 0)];
  return withSign({ N, C, V: N !== C, Z: R === 0 });
}

const carryOf = (sreg: number): number => sreg & 1;
const zeroOf = (sreg: number): boolean => bit(sreg, 1);

/** SREG with all flags off and all on: who changes or keeps one, is seen. */
const SREGS = [0x00, 0xff];
/** The same for instructions that read C and Z. */
const CARRY_SREGS = [0x00, 0xff, 0x01, 0xfe];
const EVERY_SREG = Array.from({ length: 256 }, (_, sreg) => sreg);

const sregsOf = (name: string): number[] =>
  ['ADC', 'SBC', 'SBCI', 'CPC'].includes(name) ? CARRY_SREGS : SREGS;

type Operation = (d: number, r: number, sreg: number) => { R?: number; flags: Flags };

const TWO_REGISTERS: Record<string, [opcode: number, Operation]> = {
  ADD: [0x0c00, (d, r) => sum(d, r, 0)],
  ADC: [0x1c00, (d, r, sreg) => sum(d, r, carryOf(sreg))],
  SUB: [0x1800, (d, r) => difference(d, r, 0)],
  SBC: [0x0800, (d, r, sreg) => difference(d, r, carryOf(sreg), zeroOf(sreg))],
  AND: [0x2000, (d, r) => ({ R: d & r, flags: logic(d & r) })],
  OR: [0x2800, (d, r) => ({ R: d | r, flags: logic(d | r) })],
  EOR: [0x2400, (d, r) => ({ R: d ^ r, flags: logic(d ^ r) })],
  CP: [0x1400, (d, r) => ({ flags: difference(d, r, 0).flags })],
  CPC: [0x0400, (d, r, sreg) => ({ flags: difference(d, r, carryOf(sreg), zeroOf(sreg)).flags })],
};

const IMMEDIATE: Record<string, [opcode: number, Operation]> = {
  SUBI: [0x5000, (d, k) => difference(d, k, 0)],
  SBCI: [0x4000, (d, k, sreg) => difference(d, k, carryOf(sreg), zeroOf(sreg))],
  ANDI: [0x7000, (d, k) => ({ R: d & k, flags: logic(d & k) })],
  ORI: [0x6000, (d, k) => ({ R: d | k, flags: logic(d | k) })],
  CPI: [0x3000, (d, k) => ({ flags: difference(d, k, 0).flags })],
};

const ONE_REGISTER: Record<string, [opcode: number, Operation]> = {
  COM: [0x9400, (d) => ({ R: 255 - d, flags: { ...logic(255 - d), C: true } })],
  NEG: [
    0x9401,
    (d) => {
      const R = byte(-d);
      return {
        R,
        flags: withSign({ H: bit(R, 3) || bit(d, 3), V: R === 0x80, N: bit(R, 7), Z: R === 0, C: R !== 0 }),
      };
    },
  ],
  SWAP: [0x9402, (d) => ({ R: (d % 16) * 16 + Math.floor(d / 16), flags: {} })],
  INC: [
    0x9403,
    (d) => {
      const R = byte(d + 1);
      return { R, flags: withSign({ V: d === 0x7f, N: bit(R, 7), Z: R === 0 }) };
    },
  ],
  DEC: [
    0x940a,
    (d) => {
      const R = byte(d - 1);
      return { R, flags: withSign({ V: d === 0x80, N: bit(R, 7), Z: R === 0 }) };
    },
  ],
  ASR: [
    0x9405,
    (d) => {
      const R = Math.floor(d / 2) + (d > 127 ? 128 : 0);
      return { R, flags: shifted(d, R) };
    },
  ],
  LSR: [
    0x9406,
    (d) => {
      const R = Math.floor(d / 2);
      return { R, flags: shifted(d, R) };
    },
  ],
  ROR: [
    0x9407,
    (d, _, sreg) => {
      const R = Math.floor(d / 2) + 128 * carryOf(sreg);
      return { R, flags: shifted(d, R) };
    },
  ],
};

/** The product's flags: C is bit 15 of the result before a fractional one is shifted, Z of the result. */
const PRODUCTS: Record<
  string,
  [opcode: number, a: number, b: number, product: (d: number, r: number) => number, number]
> = {
  MUL: [0x9c00, 16, 17, (d, r) => d * r, 1],
  MULS: [0x0200, 16, 17, (d, r) => signed(d) * signed(r), 1],
  MULSU: [0x0300, 16, 17, (d, r) => signed(d) * r, 1],
  FMUL: [0x0308, 16, 17, (d, r) => d * r, 2],
  FMULS: [0x0380, 16, 17, (d, r) => signed(d) * signed(r), 2],
  FMULSU: [0x0388, 16, 17, (d, r) => signed(d) * r, 2],
};

/** 5-bit register numbers of a two-register opcode. */
const registers = (d: number, r: number): number => (d << 4) | (r & 15) | ((r & 16) << 5);
const constant = (d: number, k: number): number => ((d - 16) << 4) | (k & 15) | ((k & 0xf0) << 4);

/** ADIW and SBIW add to a pair: its flags read the high byte's bit 7 before and bit 15 after. */
function word(name: 'ADIW' | 'SBIW', k: number): AluCase {
  return {
    name,
    opcode: (name === 'ADIW' ? 0x9600 : 0x9700) | (k & 15) | ((k & 0x30) << 2),
    a: 24,
    b: 25,
    out: 24,
    sregs: SREGS,
    expected: (a, b, sreg) => {
      const before = b * 256 + a;
      const R = (before + (name === 'ADIW' ? k : 65536 - k)) % 65536;
      const [h7, R15] = [bit(b, 7), bit(R, 15)];
      const up = { V: !h7 && R15, C: !R15 && h7 };
      const down = { V: h7 && !R15, C: R15 && !h7 };
      const flags = withSign({ ...(name === 'ADIW' ? up : down), N: R15, Z: R === 0 });
      return { low: R % 256, high: Math.floor(R / 256), sreg: withFlags(sreg, flags) };
    },
  };
}

/** Every instruction with all its operands, and with enough values of SREG to tell all flags apart. */
export function aluCases(): AluCase[] {
  const cases: AluCase[] = [];
  const add = (case_: Partial<AluCase> & Pick<AluCase, 'name' | 'opcode' | 'expected'>) =>
    cases.push({ a: 16, b: undefined, out: 16, sregs: sregsOf(case_.name), ...case_ });
  for (const [name, [opcode, work]] of Object.entries(TWO_REGISTERS))
    add({
      name,
      opcode: opcode | registers(16, 17),
      b: 17,
      expected: (a, b, sreg) => {
        const { R = a, flags } = work(a, b, sreg);
        return { low: R, high: b, sreg: withFlags(sreg, flags) };
      },
    });
  for (const [name, [opcode, work]] of Object.entries(IMMEDIATE))
    for (let k = 0; k < 256; k += 1)
      add({
        name,
        opcode: opcode | constant(16, k),
        expected: (a, b, sreg) => {
          const { R = a, flags } = work(a, k, sreg);
          return { low: R, high: b, sreg: withFlags(sreg, flags) };
        },
      });
  for (const [name, [opcode, work]] of Object.entries(ONE_REGISTER))
    add({
      name,
      opcode: opcode | (16 << 4),
      sregs: EVERY_SREG,
      expected: (a, b, sreg) => {
        const { R = a, flags } = work(a, b, sreg);
        return { low: R, high: b, sreg: withFlags(sreg, flags) };
      },
    });
  for (const [name, [opcode, a, b, product, shift]] of Object.entries(PRODUCTS))
    add({
      name,
      opcode: opcode | (name === 'MUL' ? registers(a, b) : ((a - 16) << 4) | (b - 16)),
      b,
      out: 0,
      sregs: SREGS,
      expected: (d, r, sreg) => {
        const full = (product(d, r) + 65536) % 65536;
        const R = (full * shift) % 65536;
        return {
          low: R % 256,
          high: Math.floor(R / 256),
          sreg: withFlags(sreg, { C: bit(full, 15), Z: R === 0 }),
        };
      },
    });
  for (const k of [0, 1, 63]) cases.push(word('ADIW', k), word('SBIW', k));
  for (let at = 0; at < 8; at += 1) addBit(add, at);
  return cases;
}

/** BST, BLD, BSET and BCLR of one bit. */
function addBit(
  add: (case_: Pick<AluCase, 'name' | 'opcode' | 'expected' | 'sregs'>) => void,
  at: number,
): void {
  const sregs = EVERY_SREG;
  add({
    name: 'BST',
    sregs,
    opcode: 0xfa00 | (16 << 4) | at,
    expected: (a, b, sreg) => ({ low: a, high: b, sreg: withFlags(sreg, { T: bit(a, at) }) }),
  });
  add({
    name: 'BLD',
    sregs,
    opcode: 0xf800 | (16 << 4) | at,
    expected: (a, b, sreg) => ({
      low: bit(sreg, 6) ? a | (1 << at) : a & (255 - (1 << at)),
      high: b,
      sreg,
    }),
  });
  for (const [name, opcode, value] of [
    ['BSET', 0x9408, true],
    ['BCLR', 0x9488, false],
  ] as const)
    add({
      name,
      sregs,
      opcode: opcode | (at << 4),
      expected: (a, b, sreg) => ({
        low: a,
        high: b,
        sreg: withFlags(sreg, { [FLAGS[at] as 'C']: value }),
      }),
    });
}
