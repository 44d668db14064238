import {
  SREG_C as C,
  SREG_H as H,
  SREG_N as N,
  SREG_S as S,
  SREG,
  SREG_V as V,
  SREG_Z as Z,
} from './status.ts';

/*
 * Arithmetic and its flags, of which avr8js 0.21 computes some wrongly: half carries, V of NEG, Z across carries, Z of
 * FMULSU, H of ADIW and SBIW. `data` are registers and memory.
 */

/** Z, N and S of a result without overflow. */
const RESULT_FLAGS = Uint8Array.from({ length: 256 }, (_, result) =>
  result === 0 ? Z : result & 0x80 ? N | S : 0,
);

export function add(data: Uint8Array, d: number, right: number, carry: number): void {
  const left = data[d] as number;
  const sum = left + right + carry;
  data[d] = sum;
  const halfCarry = ((left ^ right ^ sum) & 0x10) << 1;
  setFlags(data, 0, (sum >> 8) | halfCarry, sum & 0xff ? 0 : Z, sum, (left ^ sum) & (right ^ sum));
}

/** Gives the difference, of which the lower eight bits count. `zero` is Z if the result is 0. */
export function subtract(data: Uint8Array, left: number, right: number, carry: number, zero: number): number {
  const difference = left - right - carry;
  const halfCarry = ((left ^ right ^ difference) & 0x10) << 1;
  const carries = ((difference >> 8) & C) | halfCarry;
  setFlags(data, 0, carries, difference & 0xff ? 0 : zero, difference, (left ^ right) & (left ^ difference));
  return difference;
}

/** ADIW, and SBIW of a negative `by`; both leave H alone. */
export function addWord(data: Uint8Array, low: number, by: number, subtracts: boolean): void {
  const before = ((data[low + 1] as number) << 8) | (data[low] as number);
  const sum = before + by;
  data[low] = sum;
  data[low + 1] = sum >> 8;
  const overflow = subtracts ? before & ~sum : ~before & sum;
  setFlags(data, H, sum & 0x10000 ? C : 0, sum & 0xffff ? 0 : Z, sum >> 8, overflow >> 8);
}

/** INC and DEC leave C and H alone. */
export function step(data: Uint8Array, d: number, by: number): void {
  const after = ((data[d] as number) + by) & 0xff;
  data[d] = after;
  const overflow = after === (by > 0 ? 0x80 : 0x7f) ? V | S : 0;
  data[SREG] = ((data[SREG] as number) & (0xc0 | H | C)) | ((RESULT_FLAGS[after] as number) ^ overflow);
}

/** AND, OR, EOR, COM leave C and H alone. */
export function logic(data: Uint8Array, d: number, result: number): void {
  data[d] = result;
  data[SREG] = ((data[SREG] as number) & (0xc0 | H | C)) | (RESULT_FLAGS[result] as number);
}

/** A shift right leaves H alone; V is N xor C. */
export function shift(data: Uint8Array, d: number, top: number): void {
  const before = data[d] as number;
  const after = (before >> 1) | top;
  data[d] = after;
  setFlags(data, H, before & C, after ? 0 : Z, after, after ^ (before << 7));
}

/** A product of 16 bits goes to r1:r0, shifted left by `fraction`; C is its highest bit before the shift. */
export function product(data: Uint8Array, full: number, fraction: number): void {
  const result = full << fraction;
  data[0] = result;
  data[1] = result >> 8;
  data[SREG] = ((data[SREG] as number) & ~(C | Z)) | ((full >> 15) & C) | (result & 0xffff ? 0 : Z);
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
