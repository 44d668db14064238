import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UNSPECIFIED } from '../../src/machine/index.ts';
import { partition, type Transitions } from '../../src/machine/partition.ts';

const transitions = fc
  .record({ inputs: fc.integer({ min: 0, max: 3 }), nodes: fc.integer({ min: 1, max: 12 }) })
  .chain(({ inputs, nodes }) => {
    const size = nodes * 2 ** inputs;
    const each = (values: fc.Arbitrary<number>) => fc.array(values, { minLength: size, maxLength: size });
    return fc.record({
      inputs: fc.constant(inputs),
      nodes: fc.constant(nodes),
      next: each(fc.integer({ min: UNSPECIFIED, max: nodes - 1 })),
      signature: each(fc.integer({ min: 0, max: 1 }).map((bit) => bit * (2 ** 32 - 1))),
    });
  });

/** Round after round by definition, until nothing changes. */
function byRounds({ inputs, nodes, next, signature }: Transitions): number[] {
  const words = Array.from({ length: 2 ** inputs }, (_, word) => word);
  let blocks = Array.from({ length: nodes }, () => 0);
  for (let round = 0; round <= nodes; round++) {
    const keys = blocks.map((block, node) =>
      [
        block,
        ...words.map((word) => {
          const at = node * words.length + word;
          return next[at] === UNSPECIFIED ? 'u' : `${signature[at]}/${blocks[next[at] as number]}`;
        }),
      ].join(),
    );
    const distinct = [...new Set(keys)];
    blocks = keys.map((key) => distinct.indexOf(key));
  }
  return blocks;
}

test('nodes are in one block if and only if nothing tells them apart', () => {
  fc.assert(
    fc.property(transitions, (given) => {
      expect([...partition(given)]).toEqual(byRounds(given));
    }),
    { numRuns: 500 },
  );
});

test('a long chain takes no round for each of its nodes', () => {
  const nodes = 30_000;
  const next = Array.from({ length: 2 * nodes }, (_, at) => Math.min(nodes - 1, (at >> 1) + 1));
  const signature = next.map((_, at) => (at >> 1 === nodes - 1 ? 1 : 0));
  const blocks = partition({ inputs: 1, nodes, next, signature });
  expect(new Set(blocks).size).toBe(nodes);
});
