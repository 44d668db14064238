import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adder, FixedCell, type FixedNetwork, prove } from '../../src/index.ts';

const spec = readFileSync(new URL('../../docs/spec.md', import.meta.url), 'utf8');

test('the worked numbers of docs/spec.md are what the cell computes, and belong to a proven adder', () => {
  const network: FixedNetwork = JSON.parse(/```json\n(.*)\n```/.exec(spec)?.[1] ?? '');
  expect(prove(network, adder).verdict).toBe('proven');
  const rows = [
    ...spec.matchAll(/^\| ([01]) ([01]) \| ([^|]*) \| [^|]* \| [^|]* \| ([^|]*) \| (-?\d+) \| ([01]) \|$/gm),
  ];
  expect(rows).toHaveLength(5);
  const cell = new FixedCell(network);
  for (const [, a, b, before, after, logit, y] of rows) {
    expect(cell.state.join(', ')).toBe(before);
    expect(cell.step(Number(a) + 2 * Number(b))).toBe(Number(y));
    expect([cell.state.join(', '), cell.logits[0]]).toEqual([after, Number(logit)]);
  }
});
