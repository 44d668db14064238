import { expect, test } from 'vitest';
import { FixedCell, recovery } from '../../src/index.ts';
import { pairsOf, proven } from '../fixed/networks.ts';

test.each([
  { weightBits: 8, stateBits: 4, tableBits: 8 },
  { weightBits: 4, stateBits: 3, tableBits: 4 },
])('recovery is what following zeros from every state says: %o', async (widths) => {
  const { fixed, task, proof } = await proven('adder', 2, widths);
  const reachable = new Set<string>();
  for (const { state } of pairsOf(proof)) reachable.add(state.join());
  const half = 2 ** (widths.stateBits - 1);
  const values = Array.from({ length: 2 * half }, (_, index) => index - half);
  const cell = new FixedCell(fixed);
  const histogram: number[] = [];
  for (const first of values) {
    for (const second of values) {
      for (const third of values) {
        cell.state.set([first, second, third]);
        let steps = 0;
        for (; steps < 8 ** widths.stateBits && !reachable.has(cell.state.join()); steps++) cell.step(0);
        if (reachable.has(cell.state.join())) histogram[steps] = (histogram[steps] ?? 0) + 1;
      }
    }
  }
  const result = recovery(fixed, task, proof);
  expect(result?.histogram).toEqual(Array.from(histogram, (count) => count ?? 0));
  expect(result?.states).toBe(8 ** widths.stateBits);
  expect(result?.steps).toBe(histogram.length - 1);
});

test('an adder of eight state bits is tried in all its 16,777,216 states', async () => {
  const { fixed, task, proof } = await proven('adder', 1);
  const result = recovery(fixed, task, proof);
  expect(result?.states).toBe(16_777_216);
  expect(result?.recovering).toBe(16_777_216);
  expect(result?.stuck).toBeUndefined();
});

test('a state that is called stuck never comes back on zeros', async () => {
  const { fixed, task, proof } = await proven('parity', 2, { weightBits: 4, stateBits: 3, tableBits: 3 });
  const result = recovery(fixed, task, proof);
  expect(result?.recovering).toBeLessThan(result?.states ?? 0);
  const reachable = new Set<string>();
  for (const { state } of pairsOf(proof)) reachable.add(state.join());
  const cell = new FixedCell(fixed);
  cell.state.set(result?.stuck ?? []);
  for (let step = 0; step < 512; step++) {
    expect(reachable.has(cell.state.join())).toBe(false);
    cell.step(0);
  }
});

test('states too many to try are not guessed', async () => {
  const { fixed, task, proof } = await proven('adder', 1);
  const zeros = (count: number) => new Array<number>(count).fill(0);
  const wide = {
    ...{ ...fixed, hidden: 4, initialState: zeros(4), inputWeights: zeros(8), stateBias: zeros(4) },
    ...{ recurrentWeights: zeros(16), outputWeights: zeros(4) },
  };
  expect(recovery(wide, task, proof)).toBeUndefined();
});
