import type { Instruction } from './instructions.ts';
import {
  SREG_C as C,
  SREG_H as H,
  SREG_N as N,
  SREG_S as S,
  SREG,
  SREG_T as T,
  SREG_V as V,
  SREG_Z as Z,
} from './status.ts';

/**
 * The arithmetic and logic of the AVR instruction set, of which avr8js 0.21 computes flags wrongly: half carries, V
 * of NEG, Z across carries, Z of FMULSU, H of ADIW and SBIW.
 *
 * @returns what an opcode does, or undefined if it is no arithmetic
 */
export function arithmetic(opcode: number): Instruction | undefined {
  const d = (opcode >> 4) & 31;
  const r = (opcode & 15) | ((opcode >> 5) & 16);
  return twoRegisters(opcode, d, r) ?? immediate(opcode) ?? oneRegister(opcode, d) ?? multiply(opcode, d, r);
}

function twoRegisters(opcode: number, d: number, r: number): Instruction | undefined {
  switch (opcode & 0xfc00) {
    case 0x0c00: // ADD
      return (core) => {
        const { data } = core;
        add(data, d, data[r] as number, 0);
        core.next(1);
      };
    case 0x1c00: // ADC
      return (core) => {
        const { data } = core;
        add(data, d, data[r] as number, (data[SREG] as number) & C);
        core.next(1);
      };
    case 0x1800: // SUB
      return (core) => {
        const { data } = core;
        data[d] = subtract(data, data[d] as number, data[r] as number, 0, Z);
        core.next(1);
      };
    case 0x0800: // SBC
      return (core) => {
        const { data } = core;
        const sreg = data[SREG] as number;
        data[d] = subtract(data, data[d] as number, data[r] as number, sreg & C, sreg & Z);
        core.next(1);
      };
    case 0x1400: // CP
      return (core) => {
        const { data } = core;
        subtract(data, data[d] as number, data[r] as number, 0, Z);
        core.next(1);
      };
    case 0x0400: // CPC
      return (core) => {
        const { data } = core;
        const sreg = data[SREG] as number;
        subtract(data, data[d] as number, data[r] as number, sreg & C, sreg & Z);
        core.next(1);
      };
    case 0x2000: // AND
      return (core) => {
        const { data } = core;
        logic(data, d, (data[d] as number) & (data[r] as number));
        core.next(1);
      };
    case 0x2400: // EOR
      return (core) => {
        const { data } = core;
        logic(data, d, (data[d] as number) ^ (data[r] as number));
        core.next(1);
      };
    case 0x2800: // OR
      return (core) => {
        const { data } = core;
        logic(data, d, (data[d] as number) | (data[r] as number));
        core.next(1);
      };
    default:
      return undefined;
  }
}

function immediate(opcode: number): Instruction | undefined {
  const d = 16 + ((opcode >> 4) & 15);
  const k = ((opcode >> 4) & 0xf0) | (opcode & 15);
  switch (opcode & 0xf000) {
    case 0x3000: // CPI
      return (core) => {
        const { data } = core;
        subtract(data, data[d] as number, k, 0, Z);
        core.next(1);
      };
    case 0x4000: // SBCI
      return (core) => {
        const { data } = core;
        const sreg = data[SREG] as number;
        data[d] = subtract(data, data[d] as number, k, sreg & C, sreg & Z);
        core.next(1);
      };
    case 0x5000: // SUBI
      return (core) => {
        const { data } = core;
        data[d] = subtract(data, data[d] as number, k, 0, Z);
        core.next(1);
      };
    case 0x6000: // ORI
      return (core) => {
        const { data } = core;
        logic(data, d, (data[d] as number) | k);
        core.next(1);
      };
    case 0x7000: // ANDI
      return (core) => {
        const { data } = core;
        logic(data, d, (data[d] as number) & k);
        core.next(1);
      };
    default:
      return word(opcode);
  }
}

/** ADIW and SBIW; both leave H alone. */
function word(opcode: number): Instruction | undefined {
  const low = 24 + ((opcode >> 3) & 6);
  const k = ((opcode >> 2) & 0x30) | (opcode & 15);
  const step = (opcode & 0xff00) === 0x9600 ? k : -k;
  if ((opcode & 0xfe00) !== 0x9600) return undefined;
  return (core) => {
    const { data } = core;
    const before = ((data[low + 1] as number) << 8) | (data[low] as number);
    const sum = before + step;
    data[low] = sum;
    data[low + 1] = sum >> 8;
    const overflow = step < 0 ? before & ~sum : ~before & sum;
    setFlags(data, H, sum & 0x10000 ? C : 0, sum & 0xffff ? 0 : Z, sum >> 8, overflow >> 8);
    core.next(2);
  };
}

function oneRegister(opcode: number, d: number): Instruction | undefined {
  switch (opcode & 0xfe0f) {
    case 0x9400: // COM
      return (core) => {
        const { data } = core;
        logic(data, d, ~(data[d] as number) & 0xff);
        data[SREG] = (data[SREG] as number) | C;
        core.next(1);
      };
    case 0x9401: // NEG
      return (core) => {
        const { data } = core;
        data[d] = subtract(data, 0, data[d] as number, 0, Z);
        core.next(1);
      };
    case 0x9402: // SWAP
      return (core) => {
        const { data } = core;
        const value = data[d] as number;
        data[d] = (value << 4) | (value >> 4);
        core.next(1);
      };
    case 0x9403: // INC
      return (core) => {
        const { data } = core;
        step(data, d, 1);
        core.next(1);
      };
    case 0x940a: // DEC
      return (core) => {
        const { data } = core;
        step(data, d, -1);
        core.next(1);
      };
    case 0x9405: // ASR
      return (core) => {
        const { data } = core;
        shift(data, d, (data[d] as number) & 0x80);
        core.next(1);
      };
    case 0x9406: // LSR
      return (core) => {
        const { data } = core;
        shift(data, d, 0);
        core.next(1);
      };
    case 0x9407: // ROR
      return (core) => {
        const { data } = core;
        shift(data, d, ((data[SREG] as number) & C) << 7);
        core.next(1);
      };
    default:
      return bit(opcode, d);
  }
}

/** BST, BLD, BSET and BCLR of all flags but I, which the core watches. */
function bit(opcode: number, d: number): Instruction | undefined {
  const mask = 1 << (opcode & 7);
  const flag = 1 << ((opcode >> 4) & 7);
  if ((opcode & 0xfe08) === 0xfa00)
    return (core) => {
      const { data } = core;
      data[SREG] = ((data[SREG] as number) & ~T) | ((data[d] as number) & mask ? T : 0);
      core.next(1);
    };
  if ((opcode & 0xfe08) === 0xf800)
    return (core) => {
      const { data } = core;
      data[d] = ((data[d] as number) & ~mask) | ((data[SREG] as number) & T ? mask : 0);
      core.next(1);
    };
  if ((opcode & 0xff8f) === 0x9408)
    return (core) => {
      const { data } = core;
      data[SREG] = (data[SREG] as number) | flag;
      core.next(1);
    };
  if ((opcode & 0xff8f) === 0x9488)
    return (core) => {
      const { data } = core;
      data[SREG] = (data[SREG] as number) & ~flag;
      core.next(1);
    };
  return undefined;
}

function multiply(opcode: number, d: number, r: number): Instruction | undefined {
  const small = [16 + ((opcode >> 4) & 7), 16 + (opcode & 7)] as const;
  if ((opcode & 0xfc00) === 0x9c00) return product(d, r, false, false, 0); // MUL
  if ((opcode & 0xff00) === 0x0200)
    return product(16 + ((opcode >> 4) & 15), 16 + (opcode & 15), true, true, 0); // MULS
  switch (opcode & 0xff88) {
    case 0x0300: // MULSU
      return product(...small, true, false, 0);
    case 0x0308: // FMUL
      return product(...small, false, false, 1);
    case 0x0380: // FMULS
      return product(...small, true, true, 1);
    case 0x0388: // FMULSU
      return product(...small, true, false, 1);
    default:
      return undefined;
  }
}

/** A product of 16 bits in r1:r0, shifted left by `fraction`; C is its highest bit before the shift. */
function product(d: number, r: number, signedD: boolean, signedR: boolean, fraction: number): Instruction {
  return (core) => {
    const { data } = core;
    const left = data[d] as number;
    const right = data[r] as number;
    const full = (signedD ? (left << 24) >> 24 : left) * (signedR ? (right << 24) >> 24 : right);
    const result = full << fraction;
    data[0] = result;
    data[1] = result >> 8;
    data[SREG] = ((data[SREG] as number) & ~(C | Z)) | ((full >> 15) & C) | (result & 0xffff ? 0 : Z);
    core.next(2);
  };
}

function add(data: Uint8Array, d: number, right: number, carry: number): void {
  const left = data[d] as number;
  const sum = left + right + carry;
  data[d] = sum;
  const halfCarry = ((left ^ right ^ sum) & 0x10) << 1;
  setFlags(data, 0, (sum >> 8) | halfCarry, sum & 0xff ? 0 : Z, sum, (left ^ sum) & (right ^ sum));
}

/** Gives the difference, of which the lower eight bits count. `zero` is Z if the result is 0. */
function subtract(data: Uint8Array, left: number, right: number, carry: number, zero: number): number {
  const difference = left - right - carry;
  const halfCarry = ((left ^ right ^ difference) & 0x10) << 1;
  const carries = ((difference >> 8) & C) | halfCarry;
  setFlags(data, 0, carries, difference & 0xff ? 0 : zero, difference, (left ^ right) & (left ^ difference));
  return difference;
}

/** INC and DEC leave C and H alone. */
function step(data: Uint8Array, d: number, by: number): void {
  const before = data[d] as number;
  const after = before + by;
  data[d] = after;
  setFlags(data, H | C, 0, after & 0xff ? 0 : Z, after, (by > 0 ? ~before & after : before & ~after) & 0x80);
}

/** AND, OR, EOR, COM leave C and H alone. */
function logic(data: Uint8Array, d: number, result: number): void {
  data[d] = result;
  setFlags(data, H | C, 0, result ? 0 : Z, result, 0);
}

/** A shift right leaves H alone; V is N xor C. */
function shift(data: Uint8Array, d: number, top: number): void {
  const before = data[d] as number;
  const after = (before >> 1) | top;
  data[d] = after;
  setFlags(data, H, before & C, after ? 0 : Z, after, after ^ (before << 7));
}

/**
 * Sets the flags of a result. N and V are bit 7 of `negative` and `overflow`, S is their difference.
 *
 * @param kept flags that keep their value, besides I and T
 * @param carries C and H
 * @param zero Z
 */
function setFlags(
  data: Uint8Array,
  kept: number,
  carries: number,
  zero: number,
  negative: number,
  overflow: number,
): void {
  const n = (negative >> 5) & N;
  const v = (overflow >> 4) & V;
  data[SREG] =
    ((data[SREG] as number) & (0xc0 | kept)) | carries | zero | n | v | (((n << 2) ^ (v << 1)) & S);
}
