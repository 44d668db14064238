import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  constantBits,
  type FixedNetwork,
  type NetworkDocument,
  type Proven,
  prove,
  type Space,
  taskOf,
  tasks,
  writeNetwork,
} from '../../src/index.ts';
import { carrybit } from './carrybit.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-smallest-'));
afterAll(() => rmSync(folder, { recursive: true }));

function proven(document: NetworkDocument): Proven {
  const proof = prove(document.fixed, taskOf(document));
  if (proof.verdict !== 'proven') throw new Error('not proven');
  return proof;
}

interface StreamResult {
  tables: string;
  network: FixedNetwork;
  examined: Space[];
  lowerBound: number;
}

test('says of the adder that 34 bits are enough with any table, 38 with tanh, and none smaller', async () => {
  const { code, stdout } = await carrybit(folder, ['smallest', '--json']);
  expect(code).toBe(0);
  const answers: StreamResult[] = JSON.parse(stdout).answers;
  const bits = answers.map(({ tables, network, lowerBound }) => [tables, constantBits(network), lowerBound]);
  expect(bits).toEqual([
    ['any', 34, 34],
    ['monotone', 38, 38],
    ['tanh', 38, 38],
  ]);
  const adder = tasks.get('adder');
  for (const { network } of answers) expect(adder && prove(network, adder).verdict).toBe('proven');
}, 60_000);

test.each(['any', 'tanh'])(
  'the board, streams and exports take the smallest adder with %s tables',
  async (tables) => {
    // The first test has written it.
    const file = `trained/smallest-${tables}.json`;
    const flashed = await carrybit(folder, ['flash-weights', file, '--port', 'sim']);
    expect([flashed.code, flashed.stdout]).toEqual([
      0,
      expect.stringMatching(/as proven\. It now runs the adder/),
    ]);
    const streamed = await carrybit(folder, ['stream', '511', '1', '--network', file, '--port', 'sim']);
    expect([streamed.code, streamed.stdout]).toEqual([0, expect.stringContaining('511 + 1 = 512  ✓')]);
    for (const format of ['verilog', 'btor2', 'onnx']) {
      const { code } = await carrybit(folder, ['export', file, '--format', format]);
      expect([format, code]).toEqual([format, 0]);
    }
    const float = await carrybit(folder, ['export', file, '--format', 'safetensors']);
    expect([float.code, float.stderr.trim().split('\n').length]).toEqual([2, 1]);
  },
  60_000,
);

test('prints each space with what was enumerated, and the constants', async () => {
  const { code, stdout } = await carrybit(folder, ['smallest', '--task', 'parity', '--tables', 'any']);
  expect(code).toBe(0);
  expect(stdout).toContain('16 bits are enough, and no network has fewer');
  expect(stdout).toMatch(
    /^ +weight +state\nbits +hidden +bits +bits +table +networks +rows +distinct +nodes$/m,
  );
  expect(stdout).toMatch(/^ *16 +1 .* found$/m);
});

test('what it finds is a network file that check finds again, and no other one passes for it', async () => {
  const { code } = await carrybit(folder, ['smallest', '--task', 'comparator', '--out', 'found']);
  expect(code).toBe(0);
  for (const tables of ['any', 'monotone', 'tanh']) {
    const file = `found/smallest-${tables}.json`;
    const { provenance, float } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    expect(provenance).toMatchObject({ method: 'smallest', tables });
    expect(float).toBeNull();
    const checked = await carrybit(folder, ['check', file]);
    expect([checked.code, checked.stderr]).toEqual([0, '']);
    expect(checked.stdout).toContain('Searched for again: every number in the file is the same.');
  }
  const path = join(folder, 'found/smallest-any.json');
  const document = JSON.parse(readFileSync(path, 'utf8'));
  // Nothing that the cell reads: the network is as right, but not what the search finds.
  document.fixed.fractionBits = 1;
  await writeNetwork(
    path,
    taskOf(document),
    undefined,
    document.fixed,
    document.provenance,
    proven(document),
  );
  const forged = await carrybit(folder, ['check', path]);
  expect(forged.code).toBe(3);
  expect(forged.stderr).toContain('fixed.fractionBits: is 1');
});

test('a limit that comes first leaves open what it does, and training finds a network instead', async () => {
  const args = ['smallest', '--tables', 'any', '--time-limit', '0', '--max-bits', '40', '--out', 'open'];
  const { code, stdout } = await carrybit(folder, args);
  expect(code).toBe(0);
  expect(stdout).toContain('no network found; none has fewer than 16 bits');
  expect(stdout).toMatch(/more spaces: not decided: a limit came first/);
  expect(stdout).toMatch(/^The smallest network .*: \d+ units, \d+ bits\.$/m);
  expect((await carrybit(folder, ['check', 'open/smallest-trained.json'])).code).toBe(0);
});

test('where there is none of so few bits, it says so and writes nothing', async () => {
  const args = ['smallest', '--tables', 'any', '--max-bits', '33', '--out', 'none'];
  const { code, stdout, stderr } = await carrybit(folder, args);
  expect(code).toBe(6);
  expect(stdout).toContain('no network found; none has fewer than 34 bits');
  expect(stderr).toContain('no network of 33 bits or fewer does this: raise --max-bits');
  expect(readdirSync(folder)).not.toContain('none');
});

test.each([
  [['--max-bits', '0'], '--max-bits: expected 1–1024, got 0'],
  [['--time-limit', '-1'], '--time-limit: expected 0–1000000 seconds, got -1'],
  [['--tables', 'x'], 'expected one of any, monotone, tanh, all'],
  [['--task', 'x'], 'expected one of adder'],
])('refuses %j', async (args, message) => {
  const { code, stdout, stderr } = await carrybit(folder, ['smallest', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
