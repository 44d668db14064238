import { avrInstruction } from 'avr8js';
import type { Core } from './core.ts';
import { FLASH_BYTES } from './hex.ts';
import { SREG, SREG_I } from './status.ts';

/**
 * Executes one instruction that concerns more than registers and RAM, or is rare: what takes another time than avr8js
 * says or reaches beyond its CPU is done here, the rest by avr8js.
 */
export function executeOther(core: Core): void {
  const opcode = core.progMem[core.pc] as number;
  if (opcode === 0x9478) {
    // SEI
    core.setStatus((core.data[SREG] as number) | SREG_I);
    goOn(core, 1);
  } else if (opcode === 0x9518) {
    // RETI
    const before = core.data[SREG] as number;
    avrInstruction(core);
    core.data[SREG] = before;
    core.setStatus(before | SREG_I);
  } else if (opcode === 0x9588) {
    // SLEEP
    goOn(core, 1);
    core.sleep();
  } else if (opcode === 0x95e8) {
    // SPM
    core.onSpm();
    goOn(core, 1);
  } else if (opcode === 0x95c8) {
    loadProgram(core, 0, 0);
  } else if ((opcode & 0xfe0e) === 0x9004) {
    loadProgram(core, (opcode >> 4) & 31, opcode & 1);
  } else {
    avrInstruction(core);
    // CBI takes two cycles.
    if ((opcode & 0xff00) === 0x9800) core.cycles += 1;
  }
}

/** LPM, with Z `by` up after it. */
function loadProgram(core: Core, d: number, by: number): void {
  const address = core.dataView.getUint16(30, true);
  core.data[d] = core.onLpm(address) ?? (core.progBytes[address % FLASH_BYTES] as number);
  if (by > 0) core.dataView.setUint16(30, address + by, true);
  goOn(core, 3);
}

function goOn(core: Core, cycles: number): void {
  core.pc = (core.pc + 1) % core.progMem.length;
  core.cycles += cycles;
}
