import { avrInstruction } from 'avr8js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Cpu } from '../../firmware-sim/chip/cpu.ts';
import { executeIo } from '../../firmware-sim/chip/io-instructions.ts';

const register = fc.integer({ min: 0, max: 31 });
const bit = fc.integer({ min: 0, max: 7 });
const places = fc.integer({ min: 0, max: 63 });

/** IN, OUT, CBI, SBIC, SBI, SBIS, and LDS and STS with their address, each with the word that follows it. */
const words = fc.oneof(
  fc
    .tuple(fc.constantFrom(0xb000, 0xb800), register, places, fc.constantFrom(0, 0x940c, 0x9000, 0x9200))
    .map(([code, d, a, next]) => [code | (d << 4) | (a & 15) | ((a & 0x30) << 5), next] as const),
  fc
    .tuple(fc.constantFrom(0x9800, 0x9900, 0x9a00, 0x9b00), bit, register, fc.constantFrom(0, 0x940e, 0x9010))
    .map(([code, b, a, next]) => [code | (a << 3) | b, next] as const),
  fc
    .tuple(fc.constantFrom(0x9000, 0x9200), register, fc.integer({ min: 0x20, max: 0x1ff }))
    .map(([code, d, address]) => [code | (d << 4), address] as const),
);

/** What one instruction does to a CPU whose I/O registers all listen, and what they hear. */
function effects(execute: (cpu: Cpu) => void, [code, next]: readonly [number, number], seed: number) {
  const flash = new Uint8Array(new Uint16Array(1024).fill(0).buffer);
  const cpu = new Cpu(flash, { sramStart: 0x100, sramBytes: 0x100, vectors: 1 });
  cpu.progMem.set([code, next], 500);
  cpu.pc = 500;
  cpu.cycles = 77;
  cpu.data.forEach((_, address) => {
    cpu.data[address] = (address * 73 + seed) ^ (seed >> 8);
  });
  const heard: unknown[] = [];
  for (let address = 0x20; address < 0x100; address++) {
    cpu.onRead(address, true, () => {
      heard.push(['read', address, cpu.cycles]);
      return (address ^ seed) & 0xff;
    });
    cpu.onWrite(address, (value, mask) =>
      heard.push(['write', address, value & 0xff, mask, cpu.cycles, cpu.landing]),
    );
  }
  execute(cpu);
  return { heard, pc: cpu.pc, cycles: cpu.cycles, data: [...cpu.data] };
}

it('an instruction on I/O does what avr8js does, and CBI takes two cycles', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 0, max: 0xffff }), (program, seed) => {
      const own = effects((cpu) => expect(executeIo(cpu, program[0])).toBe(true), program, seed);
      const theirs = effects(avrInstruction, program, seed);
      const isCbi = (program[0] & 0xff00) === 0x9800;
      expect(own).toEqual({ ...theirs, cycles: theirs.cycles + (isCbi ? 1 : 0) });
    }),
    { numRuns: 2000 },
  );
});
