import type { AluCase } from './alu.ts';
import { bit, FLAGS } from './alu-operations.ts';

/** What differs: how often, which flags or registers, and the first time. */
export interface Difference {
  readonly name: string;
  count: number;
  sreg: number;
  value: boolean;
  readonly first: string;
}

/** Compares `results` (low, high, SREG of each operand and SREG, in order) with the manual. */
export class Comparison {
  readonly differences = new Map<string, Difference>();

  check(case_: AluCase, a: number, b: number, before: number, low: number, high: number, sreg: number): void {
    const due = case_.expected(a, b, before);
    if (due.low === low && due.high === high && due.sreg === sreg) return;
    const { name } = case_;
    let difference = this.differences.get(name);
    if (difference === undefined) {
      const first = `a ${a}, b ${b}, SREG ${before}, opcode ${case_.opcode.toString(16)}: due ${JSON.stringify(due)}, got ${low}, ${high}, ${sreg}`;
      difference = { name, count: 0, sreg: 0, value: false, first };
      this.differences.set(name, difference);
    }
    difference.count += 1;
    difference.sreg |= due.sreg ^ sreg;
    difference.value ||= due.low !== low || due.high !== high;
  }

  /** A line for each instruction: its name and the flags that differ, from I to C. */
  get summary(): string[] {
    return [...this.differences.values()].map(({ name, sreg, value }) => {
      const flags = FLAGS.filter((_, at) => bit(sreg, at)).reverse();
      return `${name}: ${[...(value ? ['result'] : []), ...flags].join(' ')}`;
    });
  }
}

/** Calls `visit` with all operands and values of SREG of a case, or with every `step`th second operand. */
export function everyOperand(
  case_: AluCase,
  visit: (a: number, b: number, sreg: number) => void,
  step = 1,
): void {
  for (const sreg of case_.sregs)
    for (let a = 0; a < 256; a += 1)
      for (let b = 0; b < (case_.b === undefined ? 1 : 256); b += step) visit(a, b, sreg);
}
