import { avrInstruction } from 'avr8js';
import { arithmetic } from './arithmetic.ts';
import type { Core } from './core.ts';
import { flow } from './flow.ts';
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

/** CBI takes two cycles. */
function clearBit(core: Core): void {
  avrInstruction(core);
  core.cycles += 1;
}
