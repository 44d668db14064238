import { expect, test } from 'vitest';
import { machines } from '../../bench/machines/index.mjs';
import type { FixedNetwork } from '../../src/index.ts';
import { construct, proveOnMachine } from '../../src/learn.ts';

test('the collection has its own names and at most 16 states each', () => {
  const names = machines.map(({ machine }) => machine.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(100);
  for (const { machine } of machines) expect(machine.states.length).toBeLessThanOrEqual(16);
});

test.each(machines.map(({ machine }) => [machine.name, machine] as const))(
  '%s is constructed and proven',
  (_, machine) => {
    expect(proveOnMachine(construct(machine) as FixedNetwork, machine).verdict).toBe('proven');
  },
);
