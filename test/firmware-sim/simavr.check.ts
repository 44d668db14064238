import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ATMEGA328P } from '../../firmware-sim/chip/atmega328p.ts';
import { ATMEGA2560 } from '../../firmware-sim/chip/atmega2560.ts';
import { Core } from '../../firmware-sim/chip/core.ts';
import type { ChipDescription } from '../../firmware-sim/chip/description.ts';
import { SREG } from '../../firmware-sim/chip/status.ts';
import { aluCases } from './alu.ts';
import { Comparison, everyOperand } from './alu-comparison.ts';
import { RandomProgram } from './random-program.ts';

const { SIMAVR_STEPS } = process.env;
if (SIMAVR_STEPS === undefined) throw new Error('SIMAVR_STEPS is not set: run test/firmware-sim/simavr.sh');
const steps = SIMAVR_STEPS;
const run = (args: string[], input = ''): Buffer => execFileSync(steps, args, { input, maxBuffer: 1 << 30 });

/** Programs, their size, and the steps of one after which a comparison ends. */
const PROGRAMS = Number(process.env.PROGRAMS ?? 200);
const BLOCKS = 150;
const MAX_STEPS = 20_000;

// A third voice beside the manual and us.
it('simavr 1.6 agrees with the manual about all arithmetic', () => {
  const cases = aluCases();
  const lines = cases.flatMap(({ opcode, a, b = 0xff, out, sregs }) =>
    sregs.map((sreg) => `${[opcode, a, b, out, sreg].map((value) => value.toString(16)).join(' ')}\n`),
  );
  const results = run(['operands'], lines.join(''));
  const comparison = new Comparison();
  let at = 0;
  for (const case_ of cases)
    everyOperand(case_, (a, b, sreg) => {
      const [low = -1, high = -1, after = -1] = results.subarray(at, at + 3);
      comparison.check(case_, a, b, sreg, low, high, after);
      at += 3;
    });
  expect(results.length).toBe(at);
  expect(comparison.summary).toEqual([]);
});

describe.each([
  ['ATmega328P', ATMEGA328P, 0, PROGRAMS],
  ['ATmega2560', ATMEGA2560, 0, PROGRAMS / 4],
  // In the lower 64 KiB words and in the upper, and across the border.
  ['ATmega2560', ATMEGA2560, 0xff80, PROGRAMS / 4],
  ['ATmega2560', ATMEGA2560, 0x1a000, PROGRAMS / 2],
])('a random program of an %s', (_, chip, start, programs) => {
  const folder = mkdtempSync(join(tmpdir(), 'simavr-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it(`at word ${start} takes the same steps as on simavr (${programs} programs)`, () => {
    let instructions = 0;
    for (let seed = 1; seed <= programs; seed += 1) {
      const program = new RandomProgram(seed * 2_654_435_761, BLOCKS, chip, start);
      const ours = traceOf(program, chip);
      const flash = join(folder, 'program.bin');
      writeFileSync(flash, program.flash);
      const memory = `${chip.cpu.sramStart}`;
      const theirs = run(['trace', chip.name.toLowerCase(), memory, flash, String(ours.length - 1)]);
      let at = 0;
      for (const [step, state] of ours.entries()) {
        const their = theirs.subarray(at, at + state.length);
        if (!their.equals(state)) {
          const where = { seed, step, previous: ours[step - 1]?.toString('hex') };
          expect({ ...where, state: state.toString('hex') }).toEqual({
            ...where,
            state: their.toString('hex'),
          });
        }
        at += state.length;
      }
      expect(at).toBe(theirs.length);
      instructions += ours.length - 1;
    }
    expect(instructions).toBeGreaterThan(programs * 500);
  });
});

/** Registers, SREG, SP, PC and cycles after each step, and the memory at the end, as simavr_steps writes them. */
function traceOf(program: RandomProgram, chip: ChipDescription): Buffer[] {
  const core = new Core(program.flash, chip.cpu);
  core.skipIdle = false;
  const trace: Buffer[] = [];
  while (core.pc !== program.end && trace.length < MAX_STEPS) {
    const before = core.cycles;
    core.step(Number.POSITIVE_INFINITY);
    const state = Buffer.alloc(41);
    state.set(core.data.subarray(0, 32));
    state.writeUInt8(core.data[SREG] as number, 32);
    state.writeUInt16LE(core.SP, 33);
    state.writeUInt32LE(core.pc, 35);
    state.writeUInt16LE(core.cycles - before, 39);
    trace.push(state);
  }
  trace.push(Buffer.from(core.data.subarray(chip.cpu.sramStart)));
  return trace;
}
