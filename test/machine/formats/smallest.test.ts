import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstFit } from '../../../src/machine/formats/first-fit.ts';
import { type Inferred, type PrefixTree, prefixTree } from '../../../src/machine/formats/prefix-tree.ts';
import { machinesOf } from '../../../src/machine/formats/smallest.ts';

const unlimited = () => ({ left: Number.POSITIVE_INFINITY });

/** Recordings of a machine with these transitions and outputs (entries: state and input bit), from state 0. */
function recordedTree(
  next: readonly number[],
  output: readonly number[],
  streams: readonly (readonly number[])[],
): PrefixTree {
  const sequences = streams.map((stream) => {
    let state = 0;
    return stream.map((word, line) => {
      const entry = 2 * state + word;
      state = next[entry] as number;
      return { word, output: output[entry] as number, care: 1, line };
    });
  });
  return prefixTree(sequences, 1) as PrefixTree;
}

/** Whether a machine does what the tree records. */
function fits(tree: PrefixTree, { next, output, care }: Inferred): boolean {
  const at = [0];
  for (let node = 1; node < tree.nodes; node++) {
    const entry =
      (at[tree.parents[node] as number] as number) * tree.words.length + (tree.causes[node] as number);
    const recorded = (tree.ones[node] as number) > 0 ? 1 : 0;
    if (care[entry] !== 1 || output[entry] !== recorded) return false;
    at[node] = next[entry] as number;
  }
  return true;
}

const bit = fc.integer({ min: 0, max: 1 });
const someTree = fc
  .record({
    next: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }),
    output: fc.array(bit, { minLength: 8, maxLength: 8 }),
    streams: fc.array(fc.array(bit, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ next, output, streams }) => recordedTree(next, output, streams));

describe('machinesOf', () => {
  test('finds a machine exactly where the simple search finds one, and it does what was recorded', () => {
    fc.assert(
      fc.property(someTree, fc.integer({ min: 1, max: 4 }), (tree, states) => {
        const { value, done } = machinesOf(tree, states, unlimited()).next();
        const smaller = states > 1 && firstFit(tree, states - 1, unlimited()) !== undefined;
        // With states to spare, not all of them may be reachable.
        if (!smaller) expect(done).toBe(firstFit(tree, states, unlimited()) === undefined);
        if (!done) expect(fits(tree, value)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('each further machine has other transitions, and does what was recorded, too', () => {
    fc.assert(
      fc.property(someTree, (tree) => {
        const seen = new Set<string>();
        for (const machine of machinesOf(tree, 2, unlimited())) {
          expect(fits(tree, machine)).toBe(true);
          const key = machine.next.join();
          expect(seen.has(key)).toBe(false);
          seen.add(key);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('without budget it finds nothing and refutes nothing', () => {
    const tree = recordedTree([0, 1, 1, 0], [0, 0, 1, 1], [[1, 0, 1, 1, 0]]);
    expect(machinesOf(tree, 2, { left: 0 }).next()).toEqual({ value: false, done: true });
  });
});
