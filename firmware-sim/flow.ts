import type { Core } from './core.ts';
import type { Instruction } from './instructions.ts';
import { SREG } from './status.ts';

/** @returns what an opcode that goes elsewhere or leaves one out does, or undefined */
export function flow(opcode: number): Instruction | undefined {
  if ((opcode & 0xf800) === 0xf000) return branch(opcode);
  const distance = ((opcode << 20) >> 20) + 1;
  if ((opcode & 0xf000) === 0xc000) return jump(distance);
  if ((opcode & 0xf000) === 0xd000) return call(distance);
  if (opcode === 0x9508) return ret;
  const d = (opcode >> 4) & 31;
  const r = (opcode & 15) | ((opcode >> 5) & 16);
  if ((opcode & 0xfc00) === 0x1000) return skipIf((core) => core.data[d] === core.data[r]); // CPSE
  const mask = 1 << (opcode & 7);
  const due = opcode & 0x200 ? mask : 0;
  if ((opcode & 0xfc08) === 0xfc00) return skipIf((core) => ((core.data[d] as number) & mask) === due); // SBRC, SBRS
  const address = 0x20 + ((opcode >> 3) & 31);
  if ((opcode & 0xfd00) === 0x9900) return skipIf((core) => (core.readData(address) & mask) === due); // SBIC, SBIS
  return undefined;
}

/** BRBS and BRBC. */
function branch(opcode: number): Instruction {
  const mask = 1 << (opcode & 7);
  const due = opcode & 0x400 ? 0 : mask;
  const distance = ((opcode << 22) >> 25) + 1;
  return (core) => {
    if (((core.data[SREG] as number) & mask) === due) core.next(2, distance);
    else core.next(1);
  };
}

/** RJMP; it goes round both ends of the flash, where avr8js 0.21 does so at the upper one only. */
function jump(distance: number): Instruction {
  return (core) => core.next(2, distance);
}

/** RCALL, round both ends too. */
function call(distance: number): Instruction {
  return (core) => {
    push(core, core.pc + 1);
    core.next(3, distance);
  };
}

function ret(core: Core): void {
  const { data } = core;
  const sp = core.SP + 2;
  core.SP = sp;
  const address = ((data[sp - 1] as number) << 8) | (data[sp] as number);
  core.next(4, address - core.pc);
}

/** Pushes a return address. */
function push(core: Core, address: number): void {
  const { data, SP } = core;
  data[SP] = address & 0xff;
  data[SP - 1] = address >> 8;
  core.SP = SP - 2;
}

/** An instruction that is left out takes as many cycles as it has words. */
function skipIf(condition: (core: Core) => boolean): Instruction {
  return (core) => {
    if (!condition(core)) core.next(1);
    else if (hasTwoWords(core.progMem[(core.pc + 1) % core.progMem.length] as number)) core.next(3, 3);
    else core.next(2, 2);
  };
}

/** LDS, STS, JMP and CALL. */
function hasTwoWords(opcode: number): boolean {
  return (opcode & 0xfc0f) === 0x9000 || (opcode & 0xfe0c) === 0x940c;
}
