import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FixedCell } from '../../src/fixed/index.ts';
import { ClockedCell } from '../../src/runtime/clocked-cell.ts';
import { proven } from '../fixed/networks.ts';

const { fixed } = await proven();
const bit = fc.integer({ min: 0, max: 1 });
const levels = fc.record({ inputs: fc.integer({ min: 0, max: 3 }), clk: bit, reset: bit });

test('steps at rising edges of CLK while RESET is low, and at nothing else', () => {
  fc.assert(
    fc.property(fc.array(levels), (moments) => {
      const clocked = new ClockedCell(fixed, false);
      const cell = new FixedCell(fixed);
      let clk = 1;
      for (const moment of moments) {
        if (moment.reset) cell.reset();
        const due = clk === 0 && moment.clk === 1 && !moment.reset ? cell.step(moment.inputs) : undefined;
        clk = moment.clk;
        const change = clocked.take(moment);
        expect(change?.kind === 'step' ? change.outputs : undefined).toBe(due);
      }
    }),
  );
});

test('tells a reset once for each number', () => {
  const cell = new ClockedCell(fixed, false);
  const kinds = [
    { inputs: 0, clk: 0, reset: 1 },
    { inputs: 3, clk: 0, reset: 0 },
    { inputs: 3, clk: 1, reset: 0 },
    { inputs: 3, clk: 1, reset: 1 },
    { inputs: 0, clk: 0, reset: 1 },
  ].map((moment) => cell.take(moment)?.kind);
  expect(kinds).toEqual([undefined, undefined, 'step', 'reset', undefined]);
});

test('does nothing before RESET where edges may have been missed', () => {
  const cell = new ClockedCell(fixed, true);
  const take = (clk: number, reset: number) => cell.take({ inputs: 3, clk, reset })?.kind;
  expect([take(0, 0), take(1, 0), take(0, 1), take(0, 0), take(1, 0)]).toEqual([
    undefined,
    undefined,
    'reset',
    undefined,
    'step',
  ]);
});
