import { beforeAll, describe, expect, test } from 'vitest';
import { parseProperties } from '../../src/machine/formats/index.ts';
import { unpack } from '../../src/machine/index.ts';
import { proveProperty } from '../../src/proof/index.ts';
import { adder } from '../../src/tasks/index.ts';
import { proven } from '../fixed/networks.ts';
import { monitor } from './monitor.ts';

describe('proveProperty', () => {
  let network: Awaited<ReturnType<typeof proven>>['fixed'];
  beforeAll(async () => {
    network = (await proven()).fixed;
  });

  test('proves what the adder keeps', () => {
    // A sum of 1 from zeros needs a carry, which ones brought.
    expect(proveProperty(network, adder, monitor('never a b sum'))).toMatchObject({ verdict: 'disproved' });
    const alwaysRight = { ...adder, inputs: ['a', 'b', 'sum'] };
    const steps = alwaysRight.states.flatMap((_, state) =>
      Array.from({ length: 8 }, (_, word) => {
        const [a = 0, b = 0, sum = 0] = unpack(word, 3);
        return { next: Number(a + b + state >= 2), bad: Number(((a + b + state) & 1) !== sum) };
      }),
    );
    const watching = {
      ...alwaysRight,
      outputs: ['bad'],
      next: steps.map(({ next }) => next),
      output: steps.map(({ bad }) => bad),
      care: steps.map(() => 1),
    };
    expect(proveProperty(network, adder, watching)).toMatchObject({ verdict: 'proven' });
  });

  test('names with white space stand in quotes', () => {
    const [first, second] = parseProperties('never "GET /x" ok\n"not ok" within 2 steps after GET');
    expect([first?.monitor.inputs, second?.monitor.inputs]).toEqual([
      ['GET /x', 'ok'],
      ['GET', 'not ok'],
    ]);
  });

  test('breaks with a shortest stream, and what the network answers to it', () => {
    expect(proveProperty(network, adder, monitor('never a b sum'))).toEqual({
      verdict: 'disproved',
      inputs: [3, 3],
      outputs: [0, 1],
    });
  });

  const trap = {
    ...{ name: 'trap', inputs: ['sum'], outputs: ['seen'], states: ['fine', 'bad'], initial: 0 },
    ...{ next: [0, 1, 1, 1], output: [0, 0, 0, 0] },
  };

  test('a state or an output named bad is bad, in upper or lower case', () => {
    const disproved = { verdict: 'disproved', inputs: [1] };
    expect(proveProperty(network, adder, trap)).toMatchObject(disproved);
    expect(proveProperty(network, adder, { ...trap, states: ['fine', 'Bad'] })).toMatchObject(disproved);
    const output = { ...trap, states: ['x', 'y'], outputs: ['BAD'], output: [0, 1, 0, 0] };
    expect(proveProperty(network, adder, output)).toMatchObject(disproved);
  });

  test('steps that the network’s machine leaves unspecified are assumed never to come', () => {
    const noOnes = {
      ...adder,
      next: [0, -1, -1, -1, 0, -1, -1, -1],
      output: new Array(8).fill(0),
      care: undefined,
    };
    expect(proveProperty(network, noOnes as never, trap)).toMatchObject({ verdict: 'proven' });
  });

  test('a monitor that leaves open a step that comes is no proof', () => {
    const open = { ...trap, next: [1, -1, 1, 1], states: ['s', 'bad'] };
    expect(proveProperty(network, adder, open)).toMatchObject({ verdict: 'disproved', inputs: [0] });
    const silent = {
      ...{ name: 'silent', inputs: ['sum', 'a'], outputs: ['o'], states: ['s', 'late', 'bad'], initial: 0 },
      ...{ next: [0, 1, 0, 1, 1, 1, 2, -1, 2, 2, 2, 2], output: Array(12).fill(0) },
    };
    expect(() => proveProperty(network, adder, silent)).toThrow(
      'monitor: expected to be told about every step, got nothing in state late for a 1, b 0 → sum 1, step 2 of a stream',
    );
    // What never comes may stay open.
    const unused = {
      ...trap,
      inputs: ['a', 'sum'],
      next: [0, -1, -1, 1, -1, -1, -1, -1],
      output: Array(8).fill(0),
    };
    const onlyZeros = {
      ...adder,
      next: [0, -1, -1, -1, 0, -1, -1, -1],
      output: Array(8).fill(0),
      care: undefined,
    };
    expect(proveProperty(network, onlyZeros as never, unused)).toMatchObject({ verdict: 'proven' });
    const dontCare = {
      ...trap,
      states: ['x', 'y'],
      outputs: ['bad'],
      next: [1, 1, 1, 1],
      output: [0, 0, 0, 1],
      care: [1, 1, 0, 1],
    };
    expect(() => proveProperty(network, adder, dontCare)).toThrow(
      'got nothing in state y for a 0, b 0 → sum 0',
    );
  });

  test('a monitor that could never be bad is refused', () => {
    expect(() => proveProperty(network, adder, { ...trap, next: [0, 0, 1, 1] })).toThrow(
      'monitor: expected a step that is bad, got none that any input leads to: it would hold for every network',
    );
    expect(() => proveProperty(network, adder, { ...trap, initial: 1 })).toThrow(
      'expected a first state that is not bad, got bad',
    );
    expect(() => proveProperty(network, adder, { ...trap, states: ['fine', 'bda'] })).toThrow(
      'expected a state or an output named bad, got outputs seen and states fine, bda',
    );
  });

  test('a monitor that does not fit is refused', () => {
    expect(() => proveProperty(network, adder, monitor('never a z'))).toThrow(
      'monitor.inputs[1]: expected inputs and outputs of adder (a, b, sum), got "z"',
    );
    const two = { ...adder, inputs: ['a', 'b'], outputs: ['x', 'y'] };
    expect(() => proveProperty(network, adder, two)).toThrow('expected a state or an output named bad');
  });

  describe('a monitor of a machine with symbols', () => {
    // The adder, its words named: nothing, one or both; and its sum.
    const named = {
      ...adder,
      symbols: {
        inputs: [
          ['nothing', 0],
          ['left', 1],
          ['right', 2],
          ['both', 3],
        ],
        outputs: [
          ['even', 0],
          ['odd', 1],
        ],
      },
    } as const;

    test('a property names symbols as it names bits', () => {
      expect(proveProperty(network, named, monitor('never both odd'))).toMatchObject({
        verdict: 'disproved',
        inputs: [3, 3],
      });
      expect(proveProperty(network, named, monitor('never odd even'))).toMatchObject({ verdict: 'proven' });
    });

    // Its own codes are the other way round: only the names count.
    const watch = (inputs: readonly (readonly [string, number])[], next: number[]) => ({
      ...{ name: 'watch', inputs: ['i', 'j'], outputs: ['o'], states: ['s', 'bad'], initial: 0, next },
      output: Array(8).fill(0),
      symbols: { inputs },
    });
    const all = [
      ['both', 0],
      ['right', 1],
      ['left', 2],
      ['nothing', 3],
    ] as const;

    test('a monitor over input symbols reads them by name, whatever its codes', () => {
      expect(proveProperty(network, named, watch(all, [1, 0, 0, 0, 1, 1, 1, 1]))).toMatchObject({
        verdict: 'disproved',
        inputs: [3],
      });
    });

    test('a monitor over output symbols, and one with an output symbol named bad', () => {
      const outputs = {
        ...watch(
          [
            ['odd', 0],
            ['even', 1],
          ],
          [0, 0, -1, -1],
        ),
        states: ['s'],
      };
      const bad = {
        ...outputs,
        output: [1, 0, 0, 0],
        symbols: {
          ...outputs.symbols,
          outputs: [
            ['ok', 0],
            ['bad', 1],
          ],
        },
      };
      expect(proveProperty(network, named, bad as never)).toMatchObject({
        verdict: 'disproved',
        inputs: [1],
      });
    });

    test('symbols that it does not know are left open, and foreign ones are refused', () => {
      const without = watch(
        [
          ['both', 0],
          ['right', 1],
          ['left', 2],
        ],
        [1, 0, 0, -1, 1, 1, 1, -1],
      );
      expect(() => proveProperty(network, named, without)).toThrow(
        'got nothing in state s for nothing → even, step 1 of a stream',
      );
      expect(() => proveProperty(network, named, watch([['tea', 0]], [1, 0, 0, 0, 1, 1, 1, 1]))).toThrow(
        'expected symbols that are all inputs or all outputs of the network’s machine (a, b, sum, nothing, left, right, both, even, odd), got tea',
      );
    });
  });
});
