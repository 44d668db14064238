import { expect, test } from 'vitest';
import { proven } from '../fixed/networks.ts';
import { promised, StandAlone } from './stand-alone.ts';

const adder = await proven('adder');

test('the stand-alone adder is never slower than docs/spec.md says, on any reachable transition', () => {
  const { steps, most } = new StandAlone(adder).sweep(61);
  expect(steps).toBeGreaterThan(1000);
  expect(most).toBeLessThanOrEqual(promised().latency);
});

test('the stand-alone adder is right at the highest CLK frequency that docs/spec.md gives', () => {
  expect(new StandAlone(adder).clocked(promised().period, 5000)).toBe(5000);
});
