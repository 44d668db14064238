import { avrInstruction, CPU } from 'avr8js';
import { describe, expect, it } from 'vitest';
import { ATMEGA328P } from '../../firmware-sim/chip/atmega328p.ts';
import { Core } from '../../firmware-sim/chip/core.ts';
import { FLASH_BYTES } from '../../firmware-sim/chip/hex.ts';
import { SREG } from '../../firmware-sim/chip/status.ts';
import { type AluCase, aluCases } from './alu.ts';
import { Comparison, everyOperand } from './alu-comparison.ts';

/** Runs every case on a chip that executes the instruction at 0. */
function compare(
  cases: readonly AluCase[],
  cpu: CPU,
  step: () => void,
  load: (opcode: number) => void,
  stride?: number,
): Comparison {
  const comparison = new Comparison();
  const { data } = cpu;
  for (const case_ of cases) {
    load(case_.opcode);
    const { a: registerA, b: registerB, out } = case_;
    everyOperand(
      case_,
      (a, b, sreg) => {
        data[registerA] = a;
        data[registerB ?? registerA + 1] = b;
        data[SREG] = sreg;
        cpu.pc = 0;
        step();
        comparison.check(
          case_,
          a,
          b,
          sreg,
          data[out] as number,
          data[out + 1] as number,
          data[SREG] as number,
        );
      },
      stride,
    );
  }
  return comparison;
}

const flashOf = (opcode: number): Uint8Array => {
  const flash = new Uint8Array(FLASH_BYTES);
  flash.set([opcode & 0xff, opcode >> 8]);
  return flash;
};

describe('the arithmetic of the simulated chip', () => {
  const cases = aluCases();
  const names = [...new Set(cases.map(({ name }) => name))];

  it.each(names)('%s does what the manual says, with all operands', (name) => {
    for (const case_ of cases.filter((each) => each.name === name)) {
      const core = new Core(flashOf(case_.opcode), ATMEGA328P.cpu);
      core.skipIdle = false;
      const { differences } = compare(
        [case_],
        core,
        () => core.step(Number.POSITIVE_INFINITY),
        () => {},
      );
      expect([...differences.values()]).toEqual([]);
    }
  });

  // Why this arithmetic is our own. When a later avr8js gets them right, it can be avr8js's again.
  it('differs from that of avr8js 0.21 in these flags', () => {
    const cpu = new CPU(new Uint16Array(1));
    const { summary } = compare(
      cases,
      cpu,
      () => avrInstruction(cpu),
      (opcode) => {
        cpu.progMem[0] = opcode;
      },
      51,
    );
    expect(summary).toMatchInlineSnapshot(`
      [
        "ADD: H",
        "ADC: H",
        "SUB: H",
        "SBC: H Z",
        "CP: H",
        "CPC: H Z",
        "SUBI: H",
        "SBCI: H Z",
        "CPI: H",
        "NEG: H S V",
        "FMULSU: Z",
        "SBIW: H",
      ]
    `);
  });
});
