import { expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { proven } from '../fixed/networks.ts';
import { promised, StandAlone } from './stand-alone.ts';

/** Steps at one frequency: more than the phases of the firmware's millisecond. */
const STEPS = 20_000;
/** Periods that meet every phase of the line's bytes, and of the program between them. */
const PERIODS = [160, 163, 211, 331, 641, 1009];

const adder = await proven('adder');

const inMicroseconds = (cycles: number) => `${cycles} cycles (${((cycles / UNO_HERTZ) * 1e6).toFixed(2)} µs)`;

test('the worst latency from CLK to SUM, over all reachable transitions and phases, is within what docs/spec.md says', () => {
  for (const pullUp of [false, true]) {
    const { steps, min, max } = new StandAlone(adder, pullUp).sweep(1);
    process.stdout.write(`CLK to SUM: ${inMicroseconds(min)} to ${inMicroseconds(max)} in ${steps} steps\n`);
    expect(max).toBeLessThanOrEqual(promised().idle);
  }
});

test('so it is with the line at work', () => {
  const worst = [57_600, 115_200, 250_000, 500_000, 1_000_000].flatMap((rate) =>
    PERIODS.flatMap((period) =>
      [false, true].map((pullUp) => {
        const { right, max, answered } = new StandAlone(adder, pullUp).busy(rate, period, STEPS);
        expect([right, answered > 0]).toEqual([STEPS, true]);
        return max;
      }),
    ),
  );
  process.stdout.write(`CLK to SUM with traffic: at most ${inMicroseconds(Math.max(...worst))}\n`);
  expect(Math.max(...worst)).toBeLessThanOrEqual(promised().busy);
});

test('every CLK period from what docs/spec.md says on is right', () => {
  const { period } = promised();
  for (let cycles = period; cycles < 2 * period; cycles += 1)
    expect([cycles, new StandAlone(adder).clocked(cycles, 3000)]).toEqual([cycles, 3000]);
  expect(new StandAlone(adder).clocked(period, STEPS)).toBe(STEPS);
});
