import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { constantBits, type FixedNetwork, prove, type Space, tasks } from '../../src/index.ts';
import { carrybit } from './carrybit.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-smallest-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  tables: string;
  network: FixedNetwork;
  examined: Space[];
  lowerBound: number;
}

test('says of the adder that 34 bits are enough with any table, 38 with tanh, and none smaller', async () => {
  const { code, stdout } = await carrybit(folder, ['smallest', '--json']);
  expect(code).toBe(0);
  const answers: Answer[] = JSON.parse(stdout).answers;
  const bits = answers.map(({ tables, network, lowerBound }) => [tables, constantBits(network), lowerBound]);
  expect(bits).toEqual([
    ['any', 34, 34],
    ['monotone', 38, 38],
    ['tanh', 38, 38],
  ]);
  const adder = tasks.get('adder');
  for (const { network } of answers) expect(adder && prove(network, adder).verdict).toBe('proven');
}, 60_000);

test('prints each space with what was enumerated, and the constants', async () => {
  const { code, stdout } = await carrybit(folder, ['smallest', '--task', 'parity', '--tables', 'any']);
  expect(code).toBe(0);
  expect(stdout).toContain('16 bits are enough, and no network has fewer');
  expect(stdout).toMatch(/bits +hidden +weight bits +state bits +table +networks +rows +distinct +nodes/);
  expect(stdout).toMatch(/^ *16 +1 .* found$/m);
  expect(stdout).toContain('constants {"inputs":1');
});

test('says what is open when a limit comes first', async () => {
  const args = ['smallest', '--tables', 'any', '--time-limit', '0', '--max-bits', '40'];
  const { code, stdout, stderr } = await carrybit(folder, args);
  expect(code).toBe(6);
  expect(stdout).toContain('no network found; none has fewer than 16 bits');
  expect(stdout).toMatch(/more spaces: not decided: a limit came first/);
  expect(stderr).toContain('no network was found within the limits');
});

test.each([
  [['--max-bits', '0'], '--max-bits: expected 1–1024, got 0'],
  [['--time-limit', '-1'], '--time-limit: expected 0–1000000 seconds, got -1'],
  [['--tables', 'x'], 'Allowed choices are any, monotone, tanh, all'],
  [['--task', 'x'], 'Allowed choices are adder'],
])('refuses %j', async (args, message) => {
  const { code, stdout, stderr } = await carrybit(folder, ['smallest', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
