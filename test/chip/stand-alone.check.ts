import { expect, test } from 'vitest';
import { UNO_HERTZ } from '../../firmware-sim/index.ts';
import { proven } from '../fixed/networks.ts';
import { promised, StandAlone } from './stand-alone.ts';

/** Steps at one frequency: more than the phases of the firmware's millisecond. */
const STEPS = 20_000;

const adder = await proven('adder');

const inMicroseconds = (cycles: number) => `${cycles} cycles (${((cycles / UNO_HERTZ) * 1e6).toFixed(2)} µs)`;

test('the worst latency from CLK to SUM, over all reachable transitions and phases, is what docs/spec.md says', () => {
  const { steps, least, most } = new StandAlone(adder).sweep(1);
  process.stdout.write(`CLK to SUM: ${inMicroseconds(least)} to ${inMicroseconds(most)} in ${steps} steps\n`);
  expect(most).toBe(promised().latency);
});

test('the highest CLK frequency at which every sum is right is what docs/spec.md says', () => {
  const atPins = new StandAlone(adder);
  let period = 4000;
  while (atPins.clocked(period, 2000) === 2000) period -= 16;
  do period += 1;
  while (atPins.clocked(period, STEPS) < STEPS);
  const kilohertz = (UNO_HERTZ / period / 1000).toFixed(1);
  process.stdout.write(`CLK: right from periods of ${inMicroseconds(period)} on, ${kilohertz} kHz\n`);
  expect(period).toBe(promised().period);
});
