import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { complete, finished, recorded, sample } from '../../bench/machines/peers.mjs';
import { machinesPage, rowsOf, withPeers } from '../../bench/machines/peers-section.mjs';
import { root } from '../cli/carrybit.ts';

const page = readFileSync(machinesPage, 'utf8');
const names = (machines: readonly { name: string }[]) => machines.map(({ name }) => name);

describe('the sample', () => {
  test('has the machines without don’t-cares, every n-th of them', () => {
    expect(complete.length).toBeGreaterThan(90);
    expect(names(complete)).not.toContain('set-reset latch');
    expect(names(complete)).not.toContain('vending machine at 3');
    expect(sample(1)).toEqual(complete);
    expect(names(sample(40))).toEqual([0, 40, 80].map((index) => complete[index]?.name));
  });

  test('counts as finished when every n-th machine is done; what goes beyond it is left out', () => {
    const result = ({ name }: { name: string }) => ({ machine: name, outcome: 'proven' as const, bits: 8 });
    const begun = [...sample(8), ...sample(4).slice(0, 5)].map(result);
    expect(finished(begun)).toEqual({ every: 8, results: sample(8).map(result) });
    expect(finished(complete.map(result)).every).toBe(1);
    expect(finished(sample(8).slice(1).map(result)).results).toEqual([]);
  });
});

describe('the section of peers', () => {
  const [first, second] = names(sample(93)) as [string, string];
  const peer = (name: string, results: readonly object[]) => ({
    cpu: 'a processor',
    peers: [{ name, limit: 7, versions: { torch: '1.2' }, results: results as never }],
  });

  test('counts networks that are right, and shows how often the others are wrong', () => {
    const text = withPeers(
      page,
      peer('PyTorch, tanh', [
        { machine: first, parameters: 5, wrong: 0, wrongInBytes: 3, aalpy: { states: 2, isSame: true } },
        { machine: second, parameters: 9, wrong: 1234, aalpy: { states: 33, isSame: false } },
      ]),
    );
    expect(text).toContain('| PyTorch, tanh | 2 | 1 | 0 | 40 |');
    expect(text).toContain('at most 7 updates');
    expect(text).toMatch(
      /\| right in all of 800,000 steps \| 1 \|\n\| … and with each tensor .* \| 0 \|\n.*carrybit.* – \|/,
    );
    expect(text).toContain('| AALpy’s automaton is the machine | 1 |');
    expect(text).toMatch(new RegExp(`\\| ${first} \\| \\d+ \\| \\d+ \\| \\d+ \\| 40 \\|`));
    expect(text).toMatch(new RegExp(`\\| ${second} .*\\| 1,234 wrong \\|`));
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('says what was not proven, and what was not tried', () => {
    const older = [
      { machine: first, outcome: 'exhausted', bits: null },
      { machine: second, outcome: 'proven', bits: 2224 },
    ];
    const text = withPeers(page, peer('carrybit 0.1.0', older));
    expect(text).toContain('| carrybit 0.1.0 | 2 | 1 | 1 | 2224 |');
    expect(text).toMatch(new RegExp(`\\| ${first} .*\\| not proven \\|`));
    expect(text).not.toContain('AALpy');
    const alone = [first, second].map((machine) => ({ machine, parameters: 5, wrong: 0, aalpy: null }));
    expect(withPeers(page, peer('PyTorch, GRU', alone))).toContain(
      '| AALpy’s automaton is the machine | – |',
    );
  });

  test('takes the place of an older one and leaves the rest of the page as it is', () => {
    const other = withPeers(page, peer('carrybit 0.1.0', []));
    expect(withPeers(other, recorded())).toBe(withPeers(page, recorded()));
    expect(withPeers(page, { cpu: '', peers: [] })).toBe(page.split('\n## Peers\n')[0]);
  });

  test('reads the rows of the page, also those without a network', () => {
    const row = '| a | b → c | x | \n| some | 9 → 3 | 1/2 | – | 46 | 8 | – | – | 3 | 0.00 | 0.00 |\n';
    expect([...rowsOf(row)]).toEqual([['some', { learned: null, constructed: 46, table: 8 }]]);
    expect(names(complete).filter((name) => !rowsOf(page).has(name))).toEqual([]);
  });
});

test('docs/machines.md shows the recorded results, which name no path of a machine', () => {
  expect(withPeers(page, recorded())).toBe(page);
  expect(recorded().peers.length).toBe(4);
  for (const { results } of recorded().peers) expect(finished(results).results.length).toBeGreaterThan(5);
  expect(JSON.stringify(recorded())).not.toMatch(/"\/|\\\\|\/(home|root|tmp|usr)\//);
});

test('docs/which-tool.md states the numbers of these results', () => {
  const of = (cell: string) =>
    finished(recorded().peers.find(({ name }) => name === `PyTorch, ${cell}`)?.results ?? []).results;
  const networks = [...of('tanh'), ...of('GRU')];
  const passed = networks.filter((network) => network.passed && network.wrong !== 0).length;
  const right = of('tanh').filter(({ wrong }) => wrong === 0);
  const proven = right.filter(({ judged }) => judged === 'proven').length;
  const guide = readFileSync(join(root, 'docs/which-tool.md'), 'utf8');
  expect(guide).toContain(
    `${passed} of ${networks.length} networks trained with PyTorch [passed five tests of 128,000 steps]`,
  );
  expect(guide).toContain(
    `Of ${right.length} networks trained with PyTorch that were [right in 800,000 steps](machines.md#peers), ${proven} are proven`,
  );
});

describe('npm run bench -- machine-peers', () => {
  function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const nowhere = join(root, 'nothing-here');
    const env = { ...process.env, PYTHON: nowhere, BASELINE: nowhere };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['bench/run.mjs', 'machine-peers', ...args],
        { cwd: root, env },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  }

  test('says of peers that are not installed how to install them, and keeps what they found before', async () => {
    const { code, stdout } = await run('--again');
    expect(stdout.split('\n')).toEqual([
      'carrybit 0.1.0: not present: npm run bench -- baseline',
      'carrybit 0.1.0, 8 units: not present: npm run bench -- baseline',
      'PyTorch, tanh: not present: pip install torch numpy aalpy==2.0.0',
      'PyTorch, GRU: not present: pip install torch numpy aalpy==2.0.0',
      '',
    ]);
    expect(code).toBe(0);
    expect(readFileSync(machinesPage, 'utf8')).toBe(page);
  });

  test('refuses a sample that there is not, and a peer', async () => {
    expect(await run('--every', '0')).toMatchObject({
      code: 2,
      stderr: `bench: --every: expected 1–${complete.length}, got 0\n`,
    });
    const { code, stderr } = await run('Keras');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^bench: no peer is called Keras; there are carrybit 0.1.0;/);
  });
});
