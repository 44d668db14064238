import { expect, test } from 'vitest';
import { SpentTime } from '../../src/cli/spent-time.ts';

/** The time spent after readings of [CPU, clock] since the one before, in ms. */
function spent(...readings: readonly [cpu: number, clock: number][]): number {
  const now = { cpu_ms: 7, clock_ms: 70 };
  const time = new SpentTime(() => ({ ...now }));
  let last = 0;
  for (const [cpu, clock] of readings) {
    now.cpu_ms += cpu;
    now.clock_ms += clock;
    last = time.read();
  }
  return last;
}

test('what is computed counts as CPU time, however long a busy machine takes for it', () => {
  expect(spent([100, 100])).toBe(100);
  expect(spent([15, 100], [20, 300])).toBe(35);
});

test('several threads at once count as one', () => {
  expect(spent([180, 100])).toBe(100);
});

test('what is waited counts as the clock goes', () => {
  expect(spent([0, 100], [1, 100])).toBe(200);
  expect(spent([50, 100], [0, 100])).toBe(150);
});
