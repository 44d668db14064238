import type { Cpu } from './cpu.ts';
import type { DecodedProgram } from './decode.ts';
import { add, addWord, logic, product, shift, step, subtract } from './flags.ts';
import { executeOther } from './instructions.ts';
import { skipped } from './io-instructions.ts';
import { popLong, popShort, pushLong, pushShort } from './return-address.ts';
import { SREG_C as C, SPL, SREG, SREG_T as T, SREG_Z as Z } from './status.ts';

/**
 * Executes instructions: at least one, and on until the cycles reach `until`, `maxInstructions` are done, the program
 * counter is at `watch`, or one was executed that concerns more than registers and RAM. Those are left to
 * `executeOther`; everything else is done here, in one loop without calls, with the program counter and the cycles in
 * local variables.
 */
export function execute(
  cpu: Cpu,
  program: DecodedProgram,
  until: number,
  maxInstructions: number,
  watch: number,
): void {
  const { data, progMem, sramStart, readHooks, writeHooks } = cpu;
  // The program counter counts the words of the flash, and goes round at both ends.
  const pcMask = progMem.length - 1;
  const decoded = program.words;
  let { pc, cycles } = cpu;
  let count = 0;
  let taken = 1;
  do {
    const instruction = decoded[pc] as number;
    const a = (instruction >> 8) & 0xff;
    const b = instruction >> 16;
    let words = 1;
    taken = 1;
    // The numbers of `decode`; V8 makes a table of them if they are literals.
    const operation = instruction & 0xff;
    switch (operation) {
      case 1: // ADD
      case 2: // ADC
        add(data, a, data[b] as number, operation === 2 ? (data[SREG] as number) & C : 0);
        break;
      case 3: // SUB
      case 4: // SBC
      case 5: // CP
      case 6: // CPC
      case 13: // SUBI
      case 14: // SBCI
      case 15: {
        // CPI
        const right = operation < 7 ? (data[b] as number) : b;
        // Even numbers go on with the carry and the Z of an instruction before.
        const sreg = operation & 1 ? Z : (data[SREG] as number);
        const difference = subtract(data, data[a] as number, right, sreg & C, sreg & Z);
        if (operation < 5 || operation === 13 || operation === 14) data[a] = difference;
        break;
      }
      case 7: // AND
        logic(data, a, (data[a] as number) & (data[b] as number));
        break;
      case 8: // EOR
        logic(data, a, (data[a] as number) ^ (data[b] as number));
        break;
      case 9: // OR
        logic(data, a, (data[a] as number) | (data[b] as number));
        break;
      case 10: // MOV
        data[a] = data[b] as number;
        break;
      case 11: // MUL
        product(data, (data[a] as number) * (data[b] as number), 0);
        taken = 2;
        break;
      case 12: // CPSE
        if (data[a] === data[b]) taken = words = skipped(progMem, pc, pcMask);
        break;
      case 16: // ORI
        logic(data, a, (data[a] as number) | b);
        break;
      case 17: // ANDI
        logic(data, a, (data[a] as number) & b);
        break;
      case 18: // LDI
        data[a] = b;
        break;
      case 19: // BRBS
        if ((data[SREG] as number) & a) {
          words = b;
          taken = 2;
        }
        break;
      case 20: // BRBC
        if (!((data[SREG] as number) & a)) {
          words = b;
          taken = 2;
        }
        break;
      case 21: // RJMP
        words = b;
        taken = 2;
        break;
      case 22: // RCALL
        pushShort(data, pc + 1);
        words = b;
        taken = 3;
        break;
      case 23: // MOVW
        data[a] = data[b] as number;
        data[a + 1] = data[b + 1] as number;
        break;
      case 24: // COM
        logic(data, a, ~(data[a] as number) & 0xff);
        data[SREG] = (data[SREG] as number) | C;
        break;
      case 25: // NEG
        data[a] = subtract(data, 0, data[a] as number, 0, Z);
        break;
      case 26: // SWAP
        data[a] = ((data[a] as number) << 4) | ((data[a] as number) >> 4);
        break;
      case 27: // INC
      case 28: // DEC
        step(data, a, operation === 27 ? 1 : -1);
        break;
      case 29: // ASR
        shift(data, a, (data[a] as number) & 0x80);
        break;
      case 30: // LSR
      case 31: // ROR
        shift(data, a, operation === 31 ? ((data[SREG] as number) & C) << 7 : 0);
        break;
      case 32: // ADIW, SBIW
        addWord(data, a, b, ((progMem[pc] as number) & 0x100) !== 0);
        taken = 2;
        break;
      case 33: // BST
        data[SREG] = ((data[SREG] as number) & ~T) | ((data[a] as number) & b ? T : 0);
        break;
      case 34: // BLD
        data[a] = ((data[a] as number) & ~b) | ((data[SREG] as number) & T ? b : 0);
        break;
      case 35: // BSET
        data[SREG] = (data[SREG] as number) | b;
        break;
      case 36: // BCLR
        data[SREG] = (data[SREG] as number) & ~b;
        break;
      case 37: // MULS
        product(data, signed(data[a] as number) * signed(data[b] as number), 0);
        taken = 2;
        break;
      case 38: // MULSU
        product(data, signed(data[a] as number) * (data[b] as number), 0);
        taken = 2;
        break;
      case 39: // FMUL
        product(data, (data[a] as number) * (data[b] as number), 1);
        taken = 2;
        break;
      case 40: // FMULS
        product(data, signed(data[a] as number) * signed(data[b] as number), 1);
        taken = 2;
        break;
      case 41: // FMULSU
        product(data, signed(data[a] as number) * (data[b] as number), 1);
        taken = 2;
        break;
      case 42: // LDD Z
        taken = load(data, sramStart, a, (((data[31] as number) << 8) | (data[30] as number)) + b);
        break;
      case 43: // LDD Y
        taken = load(data, sramStart, a, (((data[29] as number) << 8) | (data[28] as number)) + b);
        break;
      case 44: // STD Z
        taken = store(data, sramStart, a, (((data[31] as number) << 8) | (data[30] as number)) + b);
        break;
      case 45: // STD Y
        taken = store(data, sramStart, a, (((data[29] as number) << 8) | (data[28] as number)) + b);
        break;
      case 46: {
        // LD X+, Y+, Z+
        const address = pointer(data, b);
        taken = load(data, sramStart, a, address);
        if (taken > 0) move(data, b, address + 1);
        break;
      }
      case 47: {
        // LD -X, -Y, -Z
        const address = pointer(data, b) - 1;
        taken = load(data, sramStart, a, address);
        if (taken > 0) move(data, b, address);
        break;
      }
      case 48: {
        // ST X+, Y+, Z+
        const address = pointer(data, b);
        taken = store(data, sramStart, a, address);
        if (taken > 0) move(data, b, address + 1);
        break;
      }
      case 49: {
        // ST -X, -Y, -Z
        const address = pointer(data, b) - 1;
        taken = store(data, sramStart, a, address);
        if (taken > 0) move(data, b, address);
        break;
      }
      case 50: // LD X
        taken = load(data, sramStart, a, pointer(data, 26));
        break;
      case 51: // ST X
        taken = store(data, sramStart, a, pointer(data, 26));
        break;
      case 52: // LDS
        taken = load(data, sramStart, a, progMem[(pc + 1) & pcMask] as number);
        words = 2;
        break;
      case 53: // STS
        taken = store(data, sramStart, a, progMem[(pc + 1) & pcMask] as number);
        words = 2;
        break;
      case 54: {
        // PUSH
        const sp = pointer(data, SPL);
        data[sp] = data[a] as number;
        move(data, SPL, sp - 1);
        taken = 2;
        break;
      }
      case 55: {
        // POP
        const sp = pointer(data, SPL) + 1;
        move(data, SPL, sp);
        data[a] = data[sp] as number;
        taken = 2;
        break;
      }
      case 56: // RET
        words = popShort(data) - pc;
        taken = 4;
        break;
      case 57: // CALL
        pushShort(data, pc + 2);
        words = (progMem[(pc + 1) & pcMask] as number) - pc;
        taken = 4;
        break;
      case 58: // JMP
        words = (progMem[(pc + 1) & pcMask] as number) - pc;
        taken = 3;
        break;
      case 59: // SBRC
        if (!((data[a] as number) & b)) taken = words = skipped(progMem, pc, pcMask);
        break;
      case 60: // SBRS
        if ((data[a] as number) & b) taken = words = skipped(progMem, pc, pcMask);
        break;
      case 61: // NOP
        break;
      case 62: // RCALL, and below the others with a program counter of more than 16 bits
        pushLong(data, pc + 1);
        words = b;
        taken = 4;
        break;
      case 63: // RET
        words = popLong(data) - pc;
        taken = 5;
        break;
      case 64: // CALL
        pushLong(data, pc + 2);
        words = ((a << 16) | (progMem[(pc + 1) & pcMask] as number)) - pc;
        taken = 5;
        break;
      case 65: // JMP
        words = ((a << 16) | (progMem[(pc + 1) & pcMask] as number)) - pc;
        taken = 3;
        break;
      // I/O registers that nothing listens to are memory.
      case 66: // IN
        if (readHooks[b] === undefined) data[a] = data[b] as number;
        else taken = 0;
        break;
      case 67: // OUT
        if (writeHooks[b] === undefined) data[b] = data[a] as number;
        else taken = 0;
        break;
      case 68: // SBIC
      case 69: // SBIS
        if (readHooks[a] !== undefined) taken = 0;
        else if ((((data[a] as number) & b) !== 0) === (operation === 69))
          taken = words = skipped(progMem, pc, pcMask);
        break;
      case 70: // SBI
      case 71: // CBI
        taken = 0;
        if (readHooks[a] === undefined && writeHooks[a] === undefined) {
          data[a] = operation === 70 ? (data[a] as number) | b : (data[a] as number) & ~b;
          taken = 2;
        }
        break;
      default:
        taken = 0;
    }
    if (taken === 0) break;
    pc = (pc + words) & pcMask;
    cycles += taken;
    count += 1;
  } while (cycles < until && count < maxInstructions && pc !== watch);
  cpu.pc = pc;
  cpu.cycles = cycles;
  cpu.instructions += count;
  if (taken > 0) return;
  if (program.see(pc)) {
    execute(cpu, program, until, maxInstructions - count, watch);
  } else {
    executeOther(cpu);
    cpu.instructions += 1;
  }
}

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

/** The 16 bits of X, Y, Z or the stack pointer. */
function pointer(data: Uint8Array, low: number): number {
  return ((data[low + 1] as number) << 8) | (data[low] as number);
}

function move(data: Uint8Array, low: number, value: number): void {
  data[low] = value;
  data[low + 1] = value >> 8;
}

/** Gives the cycles it takes; 0, with nothing done, for what is not RAM. */
function load(data: Uint8Array, sramStart: number, register: number, address: number): number {
  if (address < sramStart || address >= data.length) return 0;
  data[register] = data[address] as number;
  return 2;
}

function store(data: Uint8Array, sramStart: number, register: number, address: number): number {
  if (address < sramStart || address >= data.length) return 0;
  data[address] = data[register] as number;
  return 2;
}
