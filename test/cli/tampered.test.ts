import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { digests } from '../../src/network/document.ts';
import { carrybit, emptyFolder } from './carrybit.ts';

const folder = emptyFolder();
const path = join(folder, 'trained/network.json');

let proven: string;

/** A network file whose output weights are turned round, with every digest made to fit: 1 + 0 = 0 then. */
beforeAll(async () => {
  expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
  proven = readFileSync(path, 'utf8');
  const document = JSON.parse(proven);
  document.fixed.outputWeights = document.fixed.outputWeights.map((weight: number) => -weight);
  document.digests = digests(document);
  writeFileSync(path, JSON.stringify(document));
});

describe('a file that was changed, with every digest made to fit, is refused by', () => {
  test.each([
    [['prove'], 3],
    [['check'], 2],
    [['explain'], 3],
    [['export', '--format', 'c'], 3],
    [['export', '--format', 'onnx'], 3],
    [['export', '--format', 'safetensors'], 3],
    [['stream', '13', '4', '--engine', 'node'], 3],
    [['stream', '13', '4', '--engine', 'packed'], 3],
    [['stream', '13', '4', '--port', 'sim'], 3],
    [['run', '--gpio', '--port', 'sim'], 3],
    [['live', '--http', '0'], 3],
    [['flash-weights', '--port', 'sim'], 3],
  ])('%j', async (args, due) => {
    const { code, stderr, stdout } = await carrybit(folder, args);
    expect([code, stdout.includes('✓')]).toEqual([due, false]);
    expect(stderr).toMatch(/disproved|not proven|does not hold|certificate is about other constants/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test('a file whose constants are right and whose proof is not as it says is refused by prove and explain too', async () => {
  const document = JSON.parse(proven);
  document.proof.margin += 1;
  document.digests = digests(document);
  writeFileSync(join(folder, 'margin.json'), JSON.stringify(document));
  const { code, stdout, stderr } = await carrybit(folder, ['prove', 'margin.json']);
  expect(code).toBe(3);
  expect(stdout).toContain('Proven for streams of any length');
  expect(await carrybit(folder, ['explain', 'margin.json'])).toMatchObject({ code: 3, stdout: '', stderr });
  expect(stderr).toMatch(
    /^carrybit: margin\.json: proof\.margin: expected \d+, as a new proof finds, got \d+\n$/,
  );
});
