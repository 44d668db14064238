import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../../src/fixed/index.ts';
import { PYTHON_CHECKER } from '../../../src/formats/python-checker.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { networks } from '../../fixed/networks.ts';
import { adderMachine, trayMachine } from '../machines.ts';
import { adder34, adder54, reachablePairs, shortestFailure, tray } from '../networks.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-python-'));
writeFileSync(join(folder, 'check.py'), PYTHON_CHECKER);

test('the Python checker is short, and imports only what Python ships', () => {
  expect(PYTHON_CHECKER.trimEnd().split('\n').length).toBeLessThan(120);
  expect(PYTHON_CHECKER.match(/^\s*(import|from) .*/gm)).toEqual([
    'import hashlib',
    'import json',
    'import sys',
  ]);
});

describe('the Python checker accepts', () => {
  test.each([
    [adder34, adderMachine, 16],
    [adder54, adderMachine, 32],
  ] as const)('a right network with its certificate', (network, machine, transitions) => {
    const verdict = check(network, machine, reachablePairs(network, machine));
    expect(verdict).toEqual({
      status: 0,
      text: `PROVEN for ever: ${transitions / 4} pairs, ${transitions} transitions`,
    });
  });

  test('one with unspecified steps and outputs that nobody cares for', () => {
    expect(check(tray, trayMachine, reachablePairs(tray, trayMachine)).status).toBe(0);
  });
});

describe('the Python checker refuses', () => {
  const pairs = reachablePairs(adder54, adderMachine);
  test.each([
    ['a missing pair', { pairs: pairs.slice(0, -1) }, /leaves the certificate/],
    ['no pairs', { pairs: [] }, /the initial pair .* is missing/],
    ['a changed weight', { network: { ...adder54, outputBias: [-2] } }, /answers/],
    ['a changed machine', { machine: { ...adderMachine, initial: 1 } }, /the initial pair .* is missing/],
    ['a constant out of range', { network: { ...adder54, outputBias: [2] } }, /outputBias holds 2/],
    ['a table of another length', { network: { ...adder54, table: [1] } }, /table has 1 numbers, not 2/],
    ['a fraction', { network: { ...adder54, outputBias: [0.5] } }, /outputBias holds 0.5/],
    [
      'an output out of range',
      { machine: { ...adderMachine, output: [2, 1, 1, 0, 1, 0, 0, 1] } },
      /out of range/,
    ],
    ['the digest of other constants', { fixed: 'f'.repeat(64) }, /for other constants/],
    ['another version', { version: 1 }, /version 1 is not known/],
    ['a machine that is not the certificate’s', { certified: trayMachine }, /another machine/],
  ])('%s', (_, changes, message) => {
    const {
      network = adder54,
      machine = adderMachine,
      pairs: given = pairs,
      ...certificate
    } = changes as Changes;
    const { status, text } = check(network, machine, given, certificate);
    expect(status).toBe(1);
    expect(text).toMatch(message);
  });
});

test('the Python checker agrees with a search on random networks and machines', () => {
  const small = networks(fc.integer({ min: 1, max: 2 }), fc.constant(1));
  const verdicts = new Set<boolean>();
  fc.assert(
    fc.property(small, fc.boolean(), fc.nat(), (network, right, at) => {
      const found = ownMachine(network, 40);
      fc.pre(found !== null);
      const output = [...(found as Machine).output];
      if (!right) output[at % output.length] = 1 - (output[at % output.length] as number);
      const machine = { ...(found as Machine), output };
      const proven = shortestFailure(network, machine) === 0;
      verdicts.add(proven);
      expect(check(network, machine, reachablePairs(network, machine)).status).toBe(proven ? 0 : 1);
    }),
    { numRuns: 20 },
  );
  expect(verdicts.size).toBe(2);
});

interface Changes {
  network?: FixedNetwork;
  machine?: Machine;
  pairs?: number[][];
  fixed?: string;
  version?: number;
  certified?: Machine;
}

/** Writes both files, version 2, and runs the checker on them. */
function check(network: FixedNetwork, machine: Machine, pairs: readonly number[][], changes: Changes = {}) {
  const sorted = Object.fromEntries(Object.entries(network).sort(([a], [b]) => (a < b ? -1 : 1)));
  const certificate = {
    format: 'carrybit-certificate',
    version: changes.version ?? 2,
    machine: changes.certified ?? machine,
    fixed: changes.fixed ?? createHash('sha256').update(JSON.stringify(sorted)).digest('hex'),
    pairs: pairs.map(([state = 0, ...rest]) => [machine.states[state], ...rest]),
  };
  writeFileSync(join(folder, 'network.json'), JSON.stringify({ machine, fixed: network }));
  writeFileSync(join(folder, 'certificate.json'), JSON.stringify(certificate));
  const { status, stdout, stderr } = spawnSync('python3', ['check.py', 'network.json', 'certificate.json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, text: `${stdout}${stderr}`.trim() };
}

/** The machine that a network is, of at most so many states; null if it has more. */
function ownMachine(network: FixedNetwork, limit: number): Machine | null {
  const cell = new FixedCell(network);
  const states = [Array.from(network.initialState)];
  const known = new Map([[String(states[0]), 0]]);
  const [next, output]: [number[], number[]] = [[], []];
  for (const state of states) {
    for (let word = 0; word < 2 ** network.inputs; word++) {
      cell.state.set(state);
      output.push(cell.step(word));
      const key = String(Array.from(cell.state));
      if (!known.has(key)) known.set(key, states.push(Array.from(cell.state)) - 1);
      next.push(known.get(key) as number);
    }
    if (states.length > limit) return null;
  }
  return {
    name: 'own',
    inputs: Array.from({ length: network.inputs }, (_, at) => `x${at}`),
    outputs: ['y'],
    states: states.map((_, at) => `state ${at}`),
    initial: 0,
    next,
    output,
    care: output.map(() => 1),
  };
}
