import { expect, it } from 'vitest';
import { ATMEGA328P } from '../../firmware-sim/chip/atmega328p.ts';
import { Core } from '../../firmware-sim/chip/core.ts';
import { FLASH_BYTES } from '../../firmware-sim/chip/hex.ts';

const LAST_WORD = FLASH_BYTES / 2 - 1;

/** A chip about to execute words at an address. */
function chip(at: number, ...words: number[]): Core {
  const flash = new Uint16Array(FLASH_BYTES / 2);
  flash.set(words, at);
  const core = new Core(new Uint8Array(flash.buffer), ATMEGA328P.cpu);
  core.pc = at;
  return core;
}

// Boot loaders at the end of the flash are reached so from the vectors at its start.
it.each([
  ['RJMP .-4', 0, 0xcffe, LAST_WORD],
  ['RCALL .-4', 0, 0xdffe, LAST_WORD],
  ['RJMP .+2', LAST_WORD, 0xc001, 1],
  ['RCALL .+2', LAST_WORD, 0xd001, 1],
  ['BRCC .-4', 0, 0xf7f0, LAST_WORD],
  ['BRCC .+2', LAST_WORD, 0xf408, 1],
  ['CPSE r0, r0', LAST_WORD, 0x1000, 1],
  ['NOP', LAST_WORD, 0x0000, 0],
])('%s at %i goes round the end of the flash', (_, at, opcode, due) => {
  const core = chip(at, opcode);
  core.step(Number.POSITIVE_INFINITY);
  expect(core.pc).toBe(due);
});

it.each([
  ['LDS', [0x9000, 0x0100]],
  ['STS', [0x9310, 0x0100]],
  ['JMP', [0x940c, 0x0100]],
  ['CALL', [0x940e, 0x0100]],
])('%s is left out as two words and three cycles', (_, words) => {
  const core = chip(0, 0x1000, ...words);
  core.step(Number.POSITIVE_INFINITY);
  expect([core.pc, core.cycles]).toEqual([3, 3]);
});

it('ADIW is left out as one word and two cycles, whatever its constant', () => {
  for (let k = 0; k < 64; k += 1) {
    const core = chip(0, 0x1000, 0x9600 | (k & 15) | ((k & 0x30) << 2));
    core.step(Number.POSITIVE_INFINITY);
    expect([k, core.pc, core.cycles]).toEqual([k, 2, 2]);
  }
});

it('leaves one instruction between SEI and an interrupt, and none after one that changes nothing', () => {
  // SEI, NOP, NOP at 0x100, with INT0 pending.
  const core = chip(0x100, 0x9478, 0, 0);
  core.setPending(1, true);
  const visited: number[] = [];
  while (core.pc >= 0x100) {
    visited.push(core.pc);
    core.step(Number.POSITIVE_INFINITY);
  }
  expect(visited).toEqual([0x100, 0x101]);
  expect(core.pc).toBe(2);
});
