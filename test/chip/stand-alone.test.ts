import { describe, expect, test } from 'vitest';
import { INTERRUPT_CYCLES, stepCycles } from '../../src/board/step-time.ts';
import { proven } from '../fixed/networks.ts';
import { promised, StandAlone } from './stand-alone.ts';

const adder = await proven('adder');

describe.each([
  ['active high', false],
  ['active low, with pull-ups', true],
])('the stand-alone adder with an electronic clock, %s', (_, pullUp) => {
  test('is never slower than docs/spec.md says, on any reachable transition', () => {
    const { steps, max } = new StandAlone(adder, pullUp).sweep(61);
    expect(steps).toBeGreaterThan(1000);
    expect(max).toBeLessThanOrEqual(promised().idle);
  });

  test('is right at the highest CLK frequency that docs/spec.md gives', () => {
    expect(new StandAlone(adder, pullUp).clocked(promised().period, 5000)).toBe(5000);
  });

  test('is right at chosen pins, at the time of its cell', () => {
    const pins = { inputs: ['7', '2'], clk: '3', reset: '6', outputs: ['9'] };
    const at = new StandAlone(adder, pullUp, pins);
    const { steps, max } = at.sweep(151);
    expect(steps).toBeGreaterThan(500);
    expect(max).toBeGreaterThan(promised().busy);
    expect(max).toBeLessThanOrEqual(stepCycles(adder.fixed, true) + INTERRUPT_CYCLES);
    expect(at.clocked(1600, 500)).toBe(500);
  });

  test.each([57_600, 1_000_000])('is as fast with the line at work, at %d baud', (rate) => {
    const { right, max, answered } = new StandAlone(adder, pullUp).busy(rate, 331, 4000);
    expect([right, answered > 0]).toEqual([4000, true]);
    expect(max).toBeLessThanOrEqual(promised().busy);
  });

  test('goes on from its state when an update takes back where transitions are remembered, and after it', () => {
    const at = new StandAlone(adder, pullUp);
    expect(at.updated('check')).toBeGreaterThan(promised().busy);
    expect(at.updated('write')).toBeLessThanOrEqual(promised().busy);
  });
});
