import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carrybit, emptyFolder } from './carrybit.ts';

test('stream --engine packed adds through the automaton of the proven network', async () => {
  const folder = emptyFolder();
  await carrybit(folder, ['train', '--quiet']);
  const [a, b] = [3n ** 9000n, 7n ** 5000n];
  const args = ['stream', `${a}`, `${b}`, '--engine', 'packed', '--json'];
  const { code, stdout } = await carrybit(folder, args);
  const [answer, end] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(answer).toMatchObject({ answer: `${a + b}`, right: true });
  expect(end).toMatchObject({ engine: 'packed automaton', errors: 0 });
});

test('an unproven network has no automaton to stream through, also with --unproven', async () => {
  const folder = emptyFolder();
  // Start 0 of seed 6 does not learn.
  await carrybit(folder, ['train', '--seed', '6', '--max-starts', '1', '--quiet']);
  const args = ['stream', '1', '2', '--engine', 'packed', '--unproven', '--network'];
  const { code, stdout, stderr } = await carrybit(folder, [...args, join('trained', 'unproven.json')]);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain('is not proven, so it has no minimal automaton; --engine node runs the cell');
});
