import { avrInstruction } from 'avr8js';
import type { Cpu } from './cpu.ts';
import { executeIo, goOn } from './io-instructions.ts';
import { RAMPZ } from './status.ts';

/**
 * Executes one instruction that concerns more than registers and RAM, or is rare: what takes another time than avr8js
 * says or reaches beyond its CPU is done here, the rest by avr8js.
 */
export function executeOther(cpu: Cpu): void {
  const opcode = cpu.progMem[cpu.pc] as number;
  if (executeIo(cpu, opcode)) return;
  if (opcode === 0x9588) {
    // SLEEP
    goOn(cpu, 1, 1);
    cpu.sleep();
  } else if (opcode === 0x95e8) {
    // SPM
    cpu.onSpm();
    goOn(cpu, 1, 1);
  } else if (opcode === 0x95c8 || opcode === 0x95d8) {
    loadProgram(cpu, 0, opcode === 0x95d8, 0);
  } else if ((opcode & 0xfe0c) === 0x9004) {
    // LPM, and with bit 1 ELPM
    loadProgram(cpu, (opcode >> 4) & 31, (opcode & 2) !== 0, opcode & 1);
  } else {
    avrInstruction(cpu);
  }
}

/** LPM, and ELPM with RAMPZ above Z, with the pointer `by` up after it. */
function loadProgram(cpu: Cpu, d: number, isExtended: boolean, by: number): void {
  const { data, dataView, progBytes } = cpu;
  const address = dataView.getUint16(30, true) | (isExtended ? (data[RAMPZ] as number) << 16 : 0);
  data[d] = cpu.onLpm(address) ?? (progBytes[address % progBytes.length] as number);
  if (by > 0) {
    dataView.setUint16(30, address + by, true);
    if (isExtended) data[RAMPZ] = (address + by) >> 16;
  }
  goOn(cpu, 1, 3);
}
