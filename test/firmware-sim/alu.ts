/*
 * What every arithmetic and logic instruction of an AVR does, from the AVR Instruction Set Manual.
 */
import {
  bit,
  FLAGS,
  IMMEDIATE,
  ONE_REGISTER,
  PRODUCTS,
  TWO_REGISTERS,
  withFlags,
  withSign,
} from './alu-operations.ts';

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

/** SREG with all flags off and all on: who changes or keeps one, is seen. */
const SREGS = [0x00, 0xff];
/** The same for instructions that read C and Z. */
const CARRY_SREGS = [0x00, 0xff, 0x01, 0xfe];
const EVERY_SREG = Array.from({ length: 256 }, (_, sreg) => sreg);

const sregsOf = (name: string): number[] =>
  ['ADC', 'SBC', 'SBCI', 'CPC'].includes(name) ? CARRY_SREGS : SREGS;

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
