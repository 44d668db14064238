import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { root } from '../cli/carrybit.ts';

const result = z.strictObject({
  name: z.string(),
  about: z.string().optional(),
  file: z.string().startsWith('bench/contestants/').optional(),
  versions: z.record(z.string(), z.string()),
  median: z.number().positive(),
  ratio: z.number().positive(),
  rounds: z.array(z.number().positive()).min(1),
});

/** bench/README.md, "The JSON". */
const report = z.strictObject({
  carrybit: z.string(),
  machine: z.strictObject({ cpu: z.string(), cores: z.int(), system: z.string() }),
  command: z.string().startsWith('npm run bench'),
  versions: z.record(z.string(), z.string()),
  rounds: z.int(),
  absent: z.array(z.strictObject({ name: z.string(), remedy: z.string() })),
  rows: z.array(
    z.strictObject({
      what: z.enum(['update', 'training', 'pairs', 'start']),
      label: z.string(),
      hidden: z.int().optional(),
      steps: z.int().optional(),
      results: z.array(result).min(1),
    }),
  ),
});

/** Runs the bench without any Python, and with the peers from npm only where they were installed before. */
function testbench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, PYTHON: join(root, 'no-python-here') };
    execFile(process.execPath, ['bench/run.mjs', ...args], { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

const results = JSON.parse(readFileSync(join(root, 'bench/results.json'), 'utf8'));

describe('the bench', () => {
  test('measures what it can, names who is absent, and prints the documented JSON', async () => {
    const { code, stdout } = await testbench('--quick', '--json');
    expect(code).toBe(0);
    const { rows, absent } = report.parse(JSON.parse(stdout));
    expect(rows.map(({ what }) => what)).toEqual(['update', 'training', 'pairs', 'start']);
    expect(absent).toContainEqual({ name: 'numpy', remedy: 'pip install numpy' });
    expect(absent).toContainEqual({ name: 'torch', remedy: 'pip install torch' });
    const update = rows[0]?.results.map(({ name }) => name);
    expect(update).toEqual(expect.arrayContaining(['carrybit', 'plain JavaScript', 'carrybit Trainer']));
    expect(update).not.toContain('numpy');
    expect(rows.every(({ results }) => results[0]?.ratio === 1)).toBe(true);
  });

  test('prints a table for people, of the same numbers', async () => {
    const { figure, table } = await import(join(root, 'bench/table.mjs'));
    const text = table(results);
    const [first] = results.rows;
    const numpy = first.results.find(({ name }: { name: string }) => name === 'numpy');
    expect(text).toContain(`carrybit ${results.carrybit} on ${results.machine.cpu}`);
    expect(text).toMatch(new RegExp(`3 × 7 .* ${figure(numpy.ratio)}×`));
    expect(text).toMatch(/packed automaton +[\d.]+ G/);
    expect(text).not.toMatch(/NaN|undefined/);
    expect(Math.max(...text.split('\n').map((line: string) => line.length))).toBeLessThanOrEqual(120);
  });

  test('refuses an option it does not have', async () => {
    const { code, stdout, stderr } = await testbench('--fast');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^bench: Unknown option '--fast'.*\n\nUsage: npm run bench/);
  });

  test('has results with every peer, in the documented form and without a path of the machine', () => {
    const { rows, absent, rounds } = report.parse(results);
    expect(absent).toEqual([]);
    expect(rows).toHaveLength(16);
    for (const { results } of rows) {
      const [first] = results;
      for (const each of results) {
        expect(each.median).toBe(middle(each.rounds));
        expect(each.ratio).toBeCloseTo(each.median / (first?.median ?? Number.NaN), 12);
        expect(each.rounds.length).toBeLessThanOrEqual(rounds);
      }
    }
    expect(JSON.stringify(results)).not.toMatch(/"\/|\\\\|\/(home|root|tmp|usr)\//);
  });
});

test('the README states the rates of these results', () => {
  const pairs = results.rows.find(({ what }: { what: string }) => what === 'pairs').results;
  const [cell, packed] = pairs.map(({ median }: { median: number }) =>
    Math.round(1e-6 / median).toLocaleString('en'),
  );
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(readme).toContain(`the fixed-point cell takes ${cell} million bit pairs a second`);
  expect(readme).toContain(`64 steps at once: ${packed} million bit pairs a second`);

  const [ours, ...peers] = results.rows.find(({ what }: { what: string }) => what === 'update').results;
  const times = (peer: string) =>
    Math.round(peers.find(({ name }: { name: string }) => name === peer).ratio).toString();
  expect(readme).toContain(`over seven steps takes ${(ours.median * 1e6).toFixed(2)} µs`);
  expect(readme).toContain(`torch takes ${times('torch')} times that`);
  expect(readme).toContain(`numpy with plain formulas ${times('numpy, as the formulas read')} times`);
  expect(readme).toContain(`tuned by hand ${times('numpy')} times`);
  expect(readme).toContain(`hand-written JavaScript ${times('plain JavaScript')} times`);
});

function middle(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
