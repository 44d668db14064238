/*
 * The operations and the Boolean formulas of the flags, as the AVR Instruction Set Manual prints them. Slow, and
 * nothing but the manual.
 */

type Flags = { -readonly [flag in keyof typeof MASKS]?: boolean };

const MASKS = { C: 1, Z: 2, N: 4, V: 8, S: 16, H: 32, T: 64, I: 128 } as const;
/** The flags from bit 0 of SREG on. */
export const FLAGS = ['C', 'Z', 'N', 'V', 'S', 'H', 'T', 'I'] as const;
/** One bit of a value, as a boolean. */
export const bit = (value: number, at: number): boolean => ((value >> at) & 1) === 1;
const byte = (value: number): number => ((value % 256) + 256) % 256;
const signed = (value: number): number => (value > 127 ? value - 256 : value);

export function withFlags(sreg: number, flags: Flags): number {
  let result = sreg;
  for (const flag in flags) {
    const mask = MASKS[flag as keyof Flags];
    result = flags[flag as keyof Flags] ? result | mask : result & ~mask;
  }
  return result;
}

/** S is N ⊕ V wherever the manual sets it. */
export function withSign(flags: Flags): Flags {
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

type Operation = (d: number, r: number, sreg: number) => { R?: number; flags: Flags };

export const TWO_REGISTERS: Record<string, [opcode: number, Operation]> = {
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

export const IMMEDIATE: Record<string, [opcode: number, Operation]> = {
  SUBI: [0x5000, (d, k) => difference(d, k, 0)],
  SBCI: [0x4000, (d, k, sreg) => difference(d, k, carryOf(sreg), zeroOf(sreg))],
  ANDI: [0x7000, (d, k) => ({ R: d & k, flags: logic(d & k) })],
  ORI: [0x6000, (d, k) => ({ R: d | k, flags: logic(d | k) })],
  CPI: [0x3000, (d, k) => ({ flags: difference(d, k, 0).flags })],
};

export const ONE_REGISTER: Record<string, [opcode: number, Operation]> = {
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
export const PRODUCTS: Record<
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
