import type { Cpu } from './cpu.ts';

/** Registers lie before I/O in data memory. */
const IO_START = 0x20;

/**
 * Executes an instruction on an I/O register that something listens to; false, with nothing done, for any other. avr8js
 * looks for most other instructions before these, in one large function, which V8 would compile for them.
 */
export function executeIo(cpu: Cpu, opcode: number): boolean {
  const { data, progMem } = cpu;
  const register = (opcode >> 4) & 31;
  if ((opcode & 0xf000) === 0xb000) {
    // IN, OUT
    const address = ((opcode & 15) | ((opcode >> 5) & 0x30)) + IO_START;
    if (opcode & 0x800) cpu.writeData(address, data[register] as number);
    else data[register] = cpu.readData(address);
    goOn(cpu, 1, 1);
  } else if ((opcode & 0xfc00) === 0x9800) {
    // CBI, SBIC, SBI, SBIS
    const address = ((opcode >> 3) & 31) + IO_START;
    const bit = 1 << (opcode & 7);
    const value = cpu.readData(address);
    const isSet = (opcode & 0x200) !== 0;
    if ((opcode & 0x100) === 0) {
      cpu.writeData(address, isSet ? value | bit : value & ~bit, bit);
      goOn(cpu, 1, 2);
    } else {
      const words = ((value & bit) !== 0) === isSet ? skipped(progMem, cpu.pc, progMem.length - 1) : 1;
      goOn(cpu, words, words);
    }
  } else if ((opcode & 0xfc0f) === 0x9000) {
    // LDS, STS
    const address = progMem[(cpu.pc + 1) % progMem.length] as number;
    if (opcode & 0x200) cpu.writeData(address, data[register] as number);
    else {
      // It reads in its second cycle.
      cpu.cycles += 1;
      data[register] = cpu.readData(address);
      cpu.cycles -= 1;
    }
    goOn(cpu, 2, 2);
  } else return false;
  return true;
}

/** Words, and cycles, to go on when the next instruction is left out: LDS, STS, JMP and CALL have two words. */
export function skipped(progMem: Uint16Array, pc: number, pcMask: number): number {
  const opcode = progMem[(pc + 1) & pcMask] as number;
  return (opcode & 0xfc0f) === 0x9000 || (opcode & 0xfe0c) === 0x940c ? 3 : 2;
}

/** Goes on by `words` after `cycles`. */
export function goOn(cpu: Cpu, words: number, cycles: number): void {
  cpu.pc = (cpu.pc + words) % cpu.progMem.length;
  cpu.cycles += cycles;
}
