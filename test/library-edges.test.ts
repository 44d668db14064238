import { describe, expect, test } from 'vitest';
import * as carrybit from '../src/index.ts';
import { proven } from './fixed/networks.ts';

const { adder } = carrybit;
const { fixed, float, proof, task } = await proven();
const shape = { inputs: 2, hidden: 3, outputs: 1 };

/** What a function is wrongly given, and what its error says: the argument, what was expected and what was given. */
const misuses: readonly [string, () => unknown, string][] = [
  [
    'floatNetwork of 20 numbers',
    () => carrybit.floatNetwork(shape, new Float64Array(20)),
    'parameters: expected a Float64Array of 28 numbers, got 20',
  ],
  [
    'floatNetwork of a list',
    () => carrybit.floatNetwork(shape, [] as never),
    'parameters: expected a Float64Array of 28 numbers, got object',
  ],
  [
    'floatNetwork without states',
    () => carrybit.floatNetwork({ ...shape, hidden: 0 }, new Float64Array(3)),
    'hidden: expected 1–256, got 0',
  ],
  [
    'quantize to 9 bits',
    () => carrybit.quantize(float, { weightBits: 9, stateBits: 8, tableBits: 8 }),
    'weightBits: expected 2–8, got 9',
  ],
  [
    'quantize to widths left out',
    () => carrybit.quantize(float, { weightBits: 8 } as never),
    'stateBits: expected 1–8, got undefined',
  ],
  [
    'quantize with a scale out of bounds',
    () => carrybit.quantize(float, undefined, { fractionBits: 20, indexShift: 8 }),
    'fractionBits: expected -8–15, got 20',
  ],
  [
    'quantize NaN',
    () =>
      carrybit.quantize({
        ...float,
        parameters: { ...float.parameters, s0: Float64Array.of(0, Number.NaN, 0) },
      }),
    's0: expected finite numbers, got NaN',
  ],
  [
    'quantize a part too short',
    () => carrybit.quantize({ ...float, parameters: { ...float.parameters, s0: Float64Array.of(0) } }),
    's0: expected 3 numbers, got 1',
  ],
  [
    'a cell stepped with a text',
    () => new carrybit.FixedCell(fixed).step('11' as never),
    'input word: expected 0–3 for 2 inputs, got 11',
  ],
  [
    'a cell stepped with 4',
    () => new carrybit.FixedCell(fixed).step(4),
    'input word: expected 0–3 for 2 inputs, got 4',
  ],
  [
    'a cell of no network',
    () => new carrybit.FixedCell(undefined as never),
    'network: expected a fixed network, got undefined',
  ],
  [
    'a cell that breaks the row rule',
    () => new carrybit.FixedCell({ ...fixed, stateBias: [127, 127, 127] }),
    'weights: expected accumulators of at most 32767',
  ],
  [
    'a machine stepped with 7',
    () => new carrybit.MachineStepper(adder).step(7),
    'input word: expected 0–3 for 2 inputs, got 7',
  ],
  ['pack of a 2', () => carrybit.pack([2, 0]), 'bit 0: expected 0 or 1, got 2'],
  ['pack of 32 bits', () => carrybit.pack(new Array(32).fill(1)), 'bits: expected at most 31, got 32'],
  ['unpack to 2^31 bits', () => carrybit.unpack(1, 2 ** 31), 'width: expected 0–31 bits, got 2147483648'],
  ['unpack of a word too large', () => carrybit.unpack(4, 2), 'word: expected 0–3 for 2 bits, got 4'],
  ['toNumber of a 2', () => carrybit.toNumber([0, 2]), 'bit 1: expected 0 or 1, got 2'],
  [
    'randomNumbers with a seed of 2^32',
    () => carrybit.randomNumbers(adder, 2 ** 32, 8, 1),
    'seed: expected 0–4294967295, got 4294967296',
  ],
  [
    'randomNumbers of no bits',
    () => carrybit.randomNumbers(adder, 1, 0, 1),
    'bits: expected 1–16777216, got 0',
  ],
  [
    'randomNumbers of NaN',
    () => carrybit.randomNumbers(adder, 1, 8, Number.NaN),
    'count: expected 0 or more, got NaN',
  ],
  [
    'drawSamples of 1e21',
    () => carrybit.drawSamples(adder, carrybit.sampleGenerator(1), 1e21, 6),
    'samples: expected 1–19173961, got 1e+21',
  ],
  ['prove with another limit', () => carrybit.prove(fixed, task, 0), 'maxPairs: expected 1–4000000, got 0'],
  ['prove without a machine', () => carrybit.prove(fixed, undefined as never), 'machine: expected an object'],
  [
    'an adder of eight inputs as a stream',
    () =>
      new carrybit.Adder(new carrybit.NodeEngine(fixed), {
        ...adder,
        inputs: Array.from({ length: 8 }, (_, i) => `i${i}`),
      }),
    'expected at most 7 inputs and 8 outputs for a stream of bytes, got 8 and 1',
  ],
  [
    'pathTo a node that is not there',
    () => carrybit.pathTo(proof.pairs, 1e6),
    'node: expected 0–10, got 1000000',
  ],
  [
    'recovery without a proof',
    () => carrybit.recovery(fixed, task, undefined as never),
    'proof: expected an object, got undefined',
  ],
  [
    'recovery of no network',
    () => carrybit.recovery({} as never, task, proof),
    'inputs: expected 1–12, got undefined',
  ],
  [
    'minimalAutomaton of no proof',
    () => carrybit.minimalAutomaton(task, {} as never),
    'proof.pairs: expected a value, got undefined',
  ],
  [
    'automatonDot of nothing',
    () => carrybit.automatonDot(undefined as never),
    'automaton: expected an object, got undefined',
  ],
  [
    'certificate of no proof',
    () => carrybit.certificate(fixed, task, 7 as never),
    'proof: expected an object, got 7',
  ],
  ['taskOf nothing', () => carrybit.taskOf(null as never), 'document: expected an object, got null'],
  ['networkText of a list', () => carrybit.networkText([] as never), 'document.machine: expected a value'],
  ['a stepper of no engine', () => new carrybit.EngineStepper({} as never), 'engine.step: expected a value'],
  [
    'a packed automaton of a machine',
    () => new carrybit.PackedAutomaton(task as never),
    'automaton.task: expected a value',
  ],
  [
    'explore without a limit',
    () => carrybit.explore(new carrybit.FixedCell(fixed), Number.NaN),
    'maxNodes: expected 1 or more, got NaN',
  ],
  ['stateOf a proof', () => carrybit.stateOf(proof as never, 0), 'graph.nodes: expected a value'],
  [
    'tabulate of nothing',
    () => carrybit.tabulate(undefined as never),
    'machine: expected an object, got undefined',
  ],
  ['toNumber of a text', () => carrybit.toNumber('101' as never), 'bits: expected a list, got a string'],
  ['parseNumber of a number', () => carrybit.parseNumber(7 as never), 'text: expected text, got 7'],
  [
    'quantize of nothing',
    () => carrybit.quantize(undefined as never),
    'float: expected an object, got undefined',
  ],
];

describe('a public function that is given what it cannot take says what, and what it expected', () => {
  test.each(misuses)('%s', (_, misuse, message) => {
    expect(misuse).toThrow(message);
  });

  test('train with settings that there are not, or are not allowed', async () => {
    for (const [given, message] of [
      [{ weightBits: 16 }, 'weightBits: expected one of seed'],
      [{ epochs: 0 }, 'epochs: expected 1–100000, got 0'],
      [{ optimizer: { kind: 'lion' } }, 'optimizer.kind: expected one of rmsprop'],
      [{ seed: 2 ** 32 }, 'seed: expected 0–4294967295, got 4294967296'],
    ] as const)
      await expect(carrybit.train(adder, given as never)).rejects.toThrow(message);
    await expect(carrybit.train(adder, {}, { weightBits: 16 } as never)).rejects.toThrow(
      'weightBits: expected 2–8, got 16',
    );
    await expect(carrybit.train({ ...adder, states: [] })).rejects.toThrow('states: expected 1–');
  });
});

test('train needs nothing but a machine: the rest is the tutorial’s', async () => {
  const { options, outcome } = await carrybit.train(adder);
  expect(options).toEqual(carrybit.DEFAULT_TRAINING);
  expect(outcome).toBe('proven');
});

test('three numbers are added without losing their carries', async () => {
  const three = carrybit.tabulate({
    name: 'three-operand adder',
    ...{ inputs: ['a', 'b', 'c'], outputs: ['sum'], states: ['carry 0', 'carry 1', 'carry 2'], initial: 0 },
    step: (carry, bits) => {
      const total = bits.reduce((sum, bit) => sum + bit, carry);
      return { state: total >> 1, outputs: [total & 1] };
    },
  });
  const adds = { ...three, reading: { operator: '+', extraSteps: 2, output: 'unsigned' as const } };
  const machine = new carrybit.MachineStepper(adds);
  const big = 2n ** 100n - 1n;
  for (const numbers of [
    [7n, 7n, 7n],
    [big, big, big],
  ]) {
    machine.reset();
    const bits = Array.from(carrybit.toSteps(adds, numbers), (word) => machine.step(word));
    expect(carrybit.readOutput(adds, bits)).toBe(String(numbers.reduce((sum, number) => sum + number)));
  }
});
