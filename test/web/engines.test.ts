import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FixedCell } from '../../src/fixed/index.ts';
import { tasks } from '../../src/tasks/index.ts';
import { type LiveEngine, NodeCell, ProbedBoard, SimulatedUno } from '../../src/web/index.ts';
import { eepromWith, FIRMWARE, lineTo, provenDocument, runningUno } from '../board/simulated.ts';

const document = await provenDocument();
const { fixed } = document;
const adder = tasks.get('adder') ?? expect.fail('there is no adder');

async function probed(uno = runningUno(eepromWith(document))) {
  const line = await lineTo(uno);
  return ProbedBoard.open(line, async () => {}, document, adder);
}

const engines: [string, () => Promise<LiveEngine>][] = [
  ['the Node cell', async () => new NodeCell(fixed, adder)],
  ['the simulated Uno', async () => new SimulatedUno(FIRMWARE, document, adder)],
  ['a board over its link', probed],
];

describe.each(engines)('%s', (_, open) => {
  test('takes every step as the fixed cell does, and shows the same state', async () => {
    const engine = await open();
    const cell = new FixedCell(fixed);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), async (words) => {
        await engine.reset();
        cell.reset();
        expect(engine.state).toEqual(Array.from(cell.state));
        for (const word of words) {
          expect(await engine.step(word)).toBe(cell.step(word));
          expect(engine.state).toEqual(Array.from(cell.state));
        }
      }),
      { numRuns: 25 },
    );
    await engine.close();
  });

  test('goes on from a flipped state as the fixed cell does, whichever bit it is', async () => {
    const engine = await open();
    const cell = new FixedCell(fixed);
    for (let unit = 0; unit < fixed.hidden; unit++) {
      for (let bit = 0; bit < fixed.stateBits; bit++) {
        await engine.reset();
        await engine.flip(unit, bit);
        cell.reset();
        const flipped = ((cell.state[unit] as number) ^ (1 << bit)) << 24;
        cell.state[unit] = flipped >> 24;
        expect(engine.state).toEqual(Array.from(cell.state));
        for (let step = 0; step < 3; step++) {
          expect(await engine.step(0)).toBe(cell.step(0));
          expect(engine.state).toEqual(Array.from(cell.state));
        }
      }
    }
    await engine.close();
  });

  test('tells the edges of its lines in the order of time', async () => {
    const engine = await open();
    await engine.reset();
    await engine.step(0b00);
    await engine.step(0b01);
    const { edges } = engine.taken;
    expect(edges.map(({ line, level }) => `${line} ${level}`)).toEqual(['a 1', 'clk 1', 'sum 1', 'clk 0']);
    const times = edges.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect([Math.min(...times) >= 0, Math.max(...times) < 1]).toEqual([true, true]);
    await engine.close();
  });
});

describe('the simulated Uno', () => {
  test('lights its LED with the sum, so many cycles after CLK', async () => {
    const uno = new SimulatedUno(FIRMWARE, document, adder);
    expect(uno.leds.l).toBe(false);
    await uno.step(0b01);
    const { edges, delay } = uno.taken;
    expect(uno.leds.l).toBe(true);
    const [rise, sum] = ['clk', 'sum'].map((line) => edges.find((edge) => edge.line === line)?.at ?? 0);
    expect(((sum as number) - (rise as number)) * 16_000).toBeCloseTo(delay ?? 0, 6);
    // The interrupt and the general cell; an upper bound that leaves room for either cell.
    expect(delay).toBeGreaterThan(70);
    expect(delay).toBeLessThan(1500);
  });

  test.each(['subtractor', 'comparator', 'parity'])('runs the %s as well', async (name) => {
    const other = await provenDocument(name, 4);
    const task = tasks.get(name) ?? expect.fail();
    const uno = new SimulatedUno(FIRMWARE, other, task);
    const cell = new FixedCell(other.fixed);
    for (let step = 0; step < 16; step++) {
      const word = (step * 7) & (2 ** task.inputs.length - 1);
      expect(await uno.step(word)).toBe(cell.step(word));
      expect(uno.state).toEqual(Array.from(cell.state));
    }
  });

  test('refuses a network that does not fit an Uno', async () => {
    const wide = { ...document, fixed: { ...fixed, hidden: 9, initialState: Array(9).fill(0) } };
    expect(() => new SimulatedUno(FIRMWARE, wide, adder)).toThrow('too large for an Uno');
  });
});

describe('a board over its link', () => {
  test('is made to show the sum with its own LED, and gives its pins back', async () => {
    const uno = runningUno(eepromWith(document));
    const board = await probed(uno);
    await board.step(0b01);
    await expect.poll(() => uno.pin('13').level).toBe(1);
    await board.reset();
    await board.step(0b00);
    await expect.poll(() => uno.pin('13').level).toBe(0);
    expect(uno.pin('4').mode).toBe('input');
    await board.close();
    onTestFinished(() => uno.stop());
  });

  test('is refused if it runs another network, with what to do', async () => {
    const other = runningUno(eepromWith(await provenDocument('parity', 4)));
    await expect(probed(other)).rejects.toThrow(
      /does not run the adder .*, it runs the parity .*flash-weights/,
    );
    await expect(probed(runningUno())).rejects.toThrow('it has no network');
  });
});
