// z3 on certificates, ABC on miters: right networks are proven, broken ones are not.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FixedNetwork } from '../../../src/fixed/index.ts';
import { aiger } from '../../../src/formats/aiger.ts';
import { gates } from '../../../src/formats/gates.ts';
import { miter } from '../../../src/formats/miter.ts';
import { smt2 } from '../../../src/formats/smt2.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { adderMachine, comparatorMachine, parityMachine, trayMachine } from '../machines.ts';
import {
  adder34,
  adder38,
  adder54,
  defaultNetwork,
  reachablePairs,
  shortestFailure,
  tray,
  weightChanged,
} from '../networks.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-proof-'));

const subjects: [string, () => Promise<FixedNetwork>, Machine][] = [
  ['adder34', async () => adder34, adderMachine],
  ['adder38', async () => adder38, adderMachine],
  ['adder54', async () => adder54, adderMachine],
  ['the default adder', () => defaultNetwork('adder'), adderMachine],
  ['the default comparator', () => defaultNetwork('comparator'), comparatorMachine],
  ['the default parity', () => defaultNetwork('parity'), parityMachine],
];

describe('z3 on a certificate', () => {
  test.each([...subjects, ['the tray', async () => tray, trayMachine] as const])(
    'answers unsat three times for %s',
    async (_, network, machine) => {
      const fixed = await network();
      expect(z3(smt2(fixed, machine, reachablePairs(fixed, machine), []))).toEqual([
        'unsat',
        'unsat',
        'unsat',
      ]);
    },
  );

  test('finds the initial pair missing, a wrong output, a step out of the set', () => {
    const pairs = reachablePairs(adder54, adderMachine);
    expect(z3(smt2({ ...adder54, initialState: [1, 1, -2] }, adderMachine, pairs, []))[0]).toBe('sat');
    expect(z3(smt2({ ...adder54, outputBias: [-2] }, adderMachine, pairs, []))[1]).toBe('sat');
    expect(z3(smt2(adder54, adderMachine, pairs.slice(0, -1), []))[2]).toBe('sat');
    expect(z3(smt2(adder54, adderMachine, [], []))).toEqual(['sat', 'unsat', 'unsat']);
  });
});

describe('ABC on a miter', () => {
  test.each(subjects)('proves %s without a certificate', async (_, network, machine) => {
    expect(abc(await network(), machine, 'dc2; scorr; pdr')).toMatch(/Property proved/);
  });

  test.each(subjects)(
    'refutes %s with a changed weight, after as many steps as a search',
    async (_, network, machine) => {
      const fixed = await network();
      const broken = weightChanged(fixed);
      const steps = shortestFailure(broken, machine);
      expect(steps).toBeGreaterThan(0);
      expect(abc(broken, machine, 'dc2; scorr; pdr')).toMatch(/was asserted in frame/);
      expect(abc(broken, machine, 'bmc3')).toMatch(new RegExp(`was asserted in frame ${steps - 1}\\.`));
    },
  );
});

function z3(text: string): string[] {
  const file = join(folder, 'certificate.smt2');
  writeFileSync(file, text);
  return execFileSync('z3', [file], { encoding: 'utf8' }).trim().split('\n');
}

function abc(network: FixedNetwork, machine: Machine, commands: string): string {
  const file = join(folder, 'miter.aig');
  writeFileSync(file, aiger(gates(miter('miter', network, machine)), []));
  return execFileSync('berkeley-abc', ['-q', `read_aiger ${file}; ${commands}`], { encoding: 'utf8' });
}
