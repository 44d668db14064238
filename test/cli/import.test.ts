import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { safetensors } from '../../src/formats/safetensors.ts';
import { importNetwork } from '../../src/import-network.ts';
import { adder, floatNetwork, floatOf, readNetwork } from '../../src/index.ts';
import { digests } from '../../src/network/document.ts';
import { flatParameters } from '../../src/training/index.ts';
import { carrybit } from './carrybit.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
  for (const [format, file] of [
    ['safetensors', 'adder.safetensors'],
    ['onnx-float', 'adder.onnx'],
  ] as const) {
    const { code } = await carrybit(folder, ['export', '--format', format, '--out', file]);
    expect(code).toBe(0);
  }
});

const document = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'));

test.each([
  ['safetensors', 'adder.safetensors'],
  ['onnx', 'adder.onnx'],
])(
  'weights in %s become the network that they came from, which check and the board take',
  async (source, file) => {
    const out = `from-${source}`;
    const { code, stdout, stderr } = await carrybit(folder, ['import', file, '--out', out]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${file}: 3 units, proven in rounding 1.`);
    const imported = document(`${out}/network.json`);
    expect(imported.provenance).toMatchObject({ method: 'import', source, rounding: 1 });
    expect(imported.digests.fixed).toBe(document('trained/network.json').digests.fixed);
    const checked = await carrybit(folder, ['check', `${out}/network.json`]);
    expect([checked.code, checked.stderr]).toEqual([0, '']);
    expect(checked.stdout).toContain('Rounded again from its weights');
    const flashed = await carrybit(folder, ['flash-weights', `${out}/network.json`, '--port', 'sim']);
    expect(flashed.code).toBe(0);
  },
);

test('a file whose constants are not those of its weights does not pass', async () => {
  await carrybit(folder, ['import', 'adder.safetensors', '--out', 'forged']);
  const path = join(folder, 'forged/network.json');
  const forged = document('forged/network.json');
  forged.float.wOutput.values[0] *= 1.5;
  forged.digests = digests(forged);
  writeFileSync(path, JSON.stringify(forged));
  const { code, stderr } = await carrybit(folder, ['check', path]);
  expect(code).toBe(3);
  expect(stderr).toContain('made again');
});

test('weights that are wrong are refused with the stream and what is to blame', async () => {
  const float = floatOf(await readNetwork(join(folder, 'trained/network.json')));
  if (float === undefined) throw new Error('train keeps its float network');
  const flat = flatParameters(float);
  // Every output turned round.
  const wrong = floatNetwork(
    float,
    flat.map((value, index) => (index >= flat.length - 4 ? -value : value)),
  );
  expect(() => importNetwork(adder, wrong)).toThrow(
    /^not what the adder does: on the inputs .* before rounding it is wrong, too, at step 1: train on$/,
  );
  writeFileSync(join(folder, 'wrong.safetensors'), safetensors(wrong, {}));
  const { code, stdout, stderr } = await carrybit(folder, ['import', 'wrong.safetensors', '--out', 'none']);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^carrybit: wrong.safetensors: not what the adder does: .*\n$/);
});

test.each([
  [
    ['adder.safetensors', '--task', 'parity'],
    2,
    'adder.safetensors: inputs: expected 1, as the parity has (x), got 2; --task or --machine names its machine',
  ],
  [['trained/network.json'], 2, 'carrybit: trained/network.json: expected an ONNX model, got other bytes\n'],
  [['cut.safetensors'], 2, 'expected'],
  [
    ['saved.pt'],
    2,
    'saved.pt: expected safetensors or ONNX, got a zip, as torch.save writes it; in Python: ',
  ],
  [['empty.safetensors'], 2, 'expected safetensors, which begin with 8 bytes of length, got 0 bytes'],
  [['none.safetensors'], 2, 'no such file'],
  [['trained'], 2, 'trained: expected a file, got a folder'],
])('refuses %j in one sentence, and writes nothing', async (args, exit, message) => {
  writeFileSync(
    join(folder, 'cut.safetensors'),
    readFileSync(join(folder, 'adder.safetensors')).subarray(0, -1),
  );
  writeFileSync(join(folder, 'empty.safetensors'), '');
  writeFileSync(join(folder, 'saved.pt'), 'PK\x03\x04archive/data.pkl');
  const { code, stdout, stderr } = await carrybit(folder, ['import', ...args, '--out', 'bad']);
  expect([code, stdout]).toEqual([exit, '']);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(() => document('bad/network.json')).toThrow();
});
