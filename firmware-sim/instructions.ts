import { avrInstruction } from 'avr8js';
import { arithmetic } from './arithmetic.ts';
import type { Core } from './core.ts';
import { flow } from './flow.ts';
import { FLASH_BYTES } from './hex.ts';
import { SREG, SREG_I } from './status.ts';
import { transfer } from './transfer.ts';

/** Executes one instruction: registers, memory, flags, program counter and cycles. */
export type Instruction = (core: Core) => void;

const KNOWN: (Instruction | undefined)[] = new Array(0x10000);

/** What an opcode does. Those that avr8js 0.21 does wrongly, and those that take most of the time, are our own. */
export function instructionOf(opcode: number): Instruction {
  const known = KNOWN[opcode];
  if (known !== undefined) return known;
  const found = special(opcode) ?? arithmetic(opcode) ?? transfer(opcode) ?? flow(opcode) ?? avrInstruction;
  KNOWN[opcode] = found;
  return found;
}

/** What concerns more than registers and memory, or takes another time than avr8js says. */
function special(opcode: number): Instruction | undefined {
  if (opcode === 0x9478) return enableInterrupts;
  if (opcode === 0x9518) return returnFromInterrupt;
  if (opcode === 0x9588) return sleep;
  if (opcode === 0x95e8) return storeProgram;
  if (opcode === 0x95c8) return loadProgram(0, 0);
  if ((opcode & 0xfe0e) === 0x9004) return loadProgram((opcode >> 4) & 31, opcode & 1);
  if ((opcode & 0xff00) === 0x9800) return clearBit;
  return undefined;
}

/** SEI */
function enableInterrupts(core: Core): void {
  core.setStatus((core.data[SREG] as number) | SREG_I);
  core.next(1);
}

/** RETI */
function returnFromInterrupt(core: Core): void {
  const before = core.data[SREG] as number;
  avrInstruction(core);
  core.data[SREG] = before;
  core.setStatus(before | SREG_I);
}

function sleep(core: Core): void {
  core.next(1);
  core.sleep();
}

/** SPM */
function storeProgram(core: Core): void {
  core.onSpm();
  core.next(1);
}

/** LPM, with Z one up after it or not. */
function loadProgram(d: number, by: number): Instruction {
  return (core) => {
    const address = core.dataView.getUint16(30, true);
    core.data[d] = core.onLpm(address) ?? (core.progBytes[address % FLASH_BYTES] as number);
    if (by) core.dataView.setUint16(30, address + by, true);
    core.next(3);
  };
}

/** CBI takes two cycles. */
function clearBit(core: Core): void {
  avrInstruction(core);
  core.cycles += 1;
}
