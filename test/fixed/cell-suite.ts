import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FixedNetwork } from '../../src/fixed/index.ts';
import { anyNetwork, proven, transitions } from './networks.ts';
import { referenceCell, type TestCell } from './reference-cell.ts';

/**
 * What docs/spec.md section 2 asks of any implementation of the cell. `make` gives a cell in its initial state;
 * `networks` are those it can run, of which `runs` are tried.
 */
export function cellSuite(
  name: string,
  make: (network: FixedNetwork) => TestCell,
  { networks = anyNetwork, runs = 100 } = {},
): void {
  describe(`${name} is the cell of the specification`, () => {
    test.each(['adder', 'subtractor', 'comparator', 'parity'])(
      'on every reachable transition of the %s',
      async (task) => {
        const network = await proven(task);
        const reference = referenceCell(network.fixed);
        const cell = make(network.fixed);
        expect(cell.state).toEqual(network.fixed.initialState);
        for (const { state, inputs } of transitions(network)) {
          reference.state = state;
          cell.state = state;
          expect(cell.step(inputs)).toBe(reference.step(inputs));
          expect(cell.state).toEqual(reference.state);
        }
      },
    );

    test('on any network, from any state, for any stream', () => {
      fc.assert(
        fc.property(
          networks,
          fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
          fc.nat(),
          (network, stream, seed) => {
            const reference = referenceCell(network);
            const cell = make(network);
            const range = 2 ** network.stateBits;
            const state = network.initialState.map((_, unit) => ((seed >> unit) % range) - range / 2);
            reference.state = state;
            cell.state = state;
            for (const word of stream) {
              const inputs = word % 2 ** network.inputs;
              expect(cell.step(inputs)).toBe(reference.step(inputs));
              expect(cell.state).toEqual(reference.state);
            }
          },
        ),
        { numRuns: runs },
      );
    });
  });
}
