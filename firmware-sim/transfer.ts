import type { Instruction } from './instructions.ts';

const X = 26;
const Y = 28;
const Z = 30;

/** @returns what an opcode that copies a value does, or undefined: registers, data memory, I/O space */
export function transfer(opcode: number): Instruction | undefined {
  const d = (opcode >> 4) & 31;
  if ((opcode & 0xf000) === 0xe000) return loadImmediate(opcode);
  if ((opcode & 0xfc00) === 0x2c00) return move(d, (opcode & 15) | ((opcode >> 5) & 16));
  if ((opcode & 0xff00) === 0x0100) return movePair((opcode >> 3) & 30, (opcode << 1) & 30);
  if ((opcode & 0xd000) === 0x8000) {
    const offset = (opcode & 7) | ((opcode >> 7) & 0x18) | ((opcode >> 8) & 0x20);
    return access(d, opcode & 8 ? Y : Z, offset, (opcode & 0x200) !== 0);
  }
  if ((opcode & 0xf000) === 0xb000) return port(opcode, d);
  return pointer(opcode, d);
}

function loadImmediate(opcode: number): Instruction {
  const d = 16 + ((opcode >> 4) & 15);
  const k = ((opcode >> 4) & 0xf0) | (opcode & 15);
  return (core) => {
    core.data[d] = k;
    core.next(1);
  };
}

function move(d: number, r: number): Instruction {
  return (core) => {
    core.data[d] = core.data[r] as number;
    core.next(1);
  };
}

function movePair(d: number, r: number): Instruction {
  return (core) => {
    const { data } = core;
    data[d] = data[r] as number;
    data[d + 1] = data[r + 1] as number;
    core.next(1);
  };
}

/** LD, LDD, ST, STD with Y or Z, and what they point at at a fixed distance. */
function access(register: number, at: number, offset: number, store: boolean): Instruction {
  if (store)
    return (core) => {
      const { data } = core;
      const address = ((((data[at + 1] as number) << 8) | (data[at] as number)) + offset) & 0xffff;
      core.writeData(address, data[register] as number);
      core.next(2);
    };
  return (core) => {
    const { data } = core;
    const address = ((((data[at + 1] as number) << 8) | (data[at] as number)) + offset) & 0xffff;
    core.cycles += 1;
    data[register] = core.readData(address);
    core.next(1);
  };
}

/** LD and ST through X, and those that move X, Y or Z one up after or one down before; LDS and STS. */
function pointer(opcode: number, register: number): Instruction | undefined {
  if ((opcode & 0xfc00) !== 0x9000) return undefined;
  const store = (opcode & 0x200) !== 0;
  switch (opcode & 15) {
    case 0x0:
      return direct(register, store);
    case 0x1:
      return moving(register, Z, 0, 1, store);
    case 0x2:
      return moving(register, Z, -1, -1, store);
    case 0x9:
      return moving(register, Y, 0, 1, store);
    case 0xa:
      return moving(register, Y, -1, -1, store);
    case 0xc:
      return access(register, X, 0, store);
    case 0xd:
      return moving(register, X, 0, 1, store);
    case 0xe:
      return moving(register, X, -1, -1, store);
    default:
      return undefined;
  }
}

function moving(register: number, at: number, before: number, by: number, store: boolean): Instruction {
  return (core) => {
    const { data } = core;
    const start = ((data[at + 1] as number) << 8) | (data[at] as number);
    const address = (start + before) & 0xffff;
    // What is stored is read first: the pointer's own registers are stored as they were (the manual leaves it open).
    const value = data[register] as number;
    if (store) core.writeData(address, value);
    core.cycles += 1;
    if (!store) data[register] = core.readData(address);
    data[at] = start + by;
    data[at + 1] = (start + by) >> 8;
    core.next(1);
  };
}

function direct(register: number, store: boolean): Instruction {
  if (store)
    return (core) => {
      core.writeData(core.progMem[core.pc + 1] as number, core.data[register] as number);
      core.next(2, 2);
    };
  return (core) => {
    core.cycles += 1;
    core.data[register] = core.readData(core.progMem[core.pc + 1] as number);
    core.next(1, 2);
  };
}

/** IN and OUT. */
function port(opcode: number, register: number): Instruction {
  const address = 0x20 + ((opcode & 15) | ((opcode >> 5) & 0x30));
  if (opcode & 0x800)
    return (core) => {
      core.writeData(address, core.data[register] as number);
      core.next(1);
    };
  return (core) => {
    core.data[register] = core.readData(address);
    core.next(1);
  };
}
