import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { cellSuite } from './cell-suite.ts';
import { networks, proven } from './networks.ts';
import { referenceCell, type TestCell } from './reference-cell.ts';

cellSuite('the TypeScript cell, step by step,', (network) => testCell(network, 'step'), { runs: 1000 });
cellSuite('the TypeScript cell, run over bytes,', (network) => testCell(network, 'run'), { runs: 1000 });

function testCell(network: FixedNetwork, method: 'step' | 'run'): TestCell {
  const cell = new FixedCell(network);
  const output = new Uint8Array(1);
  return {
    get state() {
      return Array.from(cell.state);
    },
    set state(values) {
      cell.state.set(values);
    },
    step(inputs) {
      if (method === 'step') return cell.step(inputs);
      cell.run(Uint8Array.of(inputs), output);
      return output[0] ?? Number.NaN;
    },
  };
}

describe('FixedCell.run', () => {
  const anySize = networks(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 }));
  const threeStates = networks(fc.constant(3), fc.constant(1));

  test.each([
    ['any size', anySize],
    ['three states and one output', threeStates],
  ])('takes a whole stream as the reference does, in pieces, with %s', (_, arbitrary) => {
    fc.assert(
      fc.property(
        arbitrary,
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 3 }),
        (network, pieces) => {
          const cell = new FixedCell(network);
          const stepped = new FixedCell(network);
          const reference = referenceCell(network);
          for (const chunk of pieces) {
            const inputs = chunk.map((bits) => bits % 2 ** network.inputs);
            const outputs = new Uint8Array(inputs.length);
            cell.run(inputs, outputs);
            expect(Array.from(outputs)).toEqual(Array.from(inputs, (bits) => reference.step(bits)));
            for (const bits of inputs) stepped.step(bits);
            expect([cell.state, cell.logits]).toEqual([stepped.state, stepped.logits]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('takes words of two bytes where a byte has too few bits', async () => {
    const { fixed: one } = await proven();
    // Nine outputs, each the sum, and as many inputs, of which the first two count.
    const nine = {
      ...one,
      inputs: 9,
      outputs: 9,
      inputWeights: [...one.inputWeights, ...new Array(7 * one.hidden).fill(0)],
      outputWeights: one.outputWeights.flatMap((weight) => new Array(9).fill(weight)),
      outputBias: new Array(9).fill(one.outputBias[0]),
    };
    const cell = new FixedCell(nine);
    const outputs = new Uint16Array(3);
    cell.run(Uint16Array.of(0b1_0000_0011, 0b1_0000_0000, 0), outputs);
    expect([...outputs]).toEqual([0, 0b1_1111_1111, 0]);
    expect(() => cell.run(Uint16Array.of(1), new Uint8Array(1))).toThrow(
      'outputs: expected words of 9 bits, as a Uint16Array has, got bytes',
    );
  });

  test('refuses what it cannot take and then has taken no step', async () => {
    const { fixed } = await proven();
    const cell = new FixedCell(fixed);
    expect(() => cell.run(Uint8Array.of(1, 2, 4), new Uint8Array(3))).toThrow(
      'step 2: expected an input word of 0–3, got 4',
    );
    expect(() => cell.run(Uint8Array.of(1, 2), new Uint8Array(1))).toThrow(
      'outputs: expected room for 2 steps, got 1',
    );
    expect(Array.from(cell.state)).toEqual(fixed.initialState);
  });

  test('allocates nothing: sixteen million steps fill no young generation of a megabyte', async () => {
    const { fixed } = await proven();
    const program = `
      import { FixedCell } from './dist/src/index.js';
      const cell = new FixedCell(${JSON.stringify(fixed)});
      const bytes = new Uint8Array(1 << 16);
      for (let run = 0; run < 256; run++) cell.run(bytes, bytes);
      console.log('warm');
      gc(); // What starting left does not count.
      console.log('collected');
      for (let run = 0; run < 256; run++) cell.run(bytes, bytes);
      console.log('done');`;
    const flags = ['--expose-gc', '--trace-gc', '--max-semi-space-size=1'];
    const args = [...flags, '--input-type=module', '--eval', program];
    const trace = execFileSync(process.execPath, args, { encoding: 'utf8' });
    expect(trace).toMatch(/collected\ndone\n/);
  });
});

test('a proven adder adds numbers of ten thousand bits', async () => {
  const { fixed } = await proven();
  const cell = new FixedCell(fixed);
  const a = 3n ** 6300n;
  const b = 7n ** 3500n;
  let sum = 0n;
  for (let bit = 0n; bit < 10_100n; bit++) {
    const inputs = Number((a >> bit) & 1n) | (Number((b >> bit) & 1n) << 1);
    sum |= BigInt(cell.step(inputs)) << bit;
  }
  expect(sum).toBe(a + b);
});

test('reset brings back the initial state', async () => {
  const { fixed } = await proven();
  const cell = new FixedCell(fixed);
  cell.step(3);
  expect(Array.from(cell.state)).not.toEqual(fixed.initialState);
  cell.reset();
  expect(Array.from(cell.state)).toEqual(fixed.initialState);
});
