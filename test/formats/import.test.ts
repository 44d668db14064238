import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importOnnx } from '../../src/formats/import-onnx.ts';
import { importSafetensors } from '../../src/formats/import-safetensors.ts';
import { onnxFloat } from '../../src/formats/onnx-float.ts';
import { safetensors } from '../../src/formats/safetensors.ts';
import { fromTorchTensors, torchTensors } from '../../src/formats/torch-tensors.ts';
import { type FloatNetwork, floatNetwork } from '../../src/training/float-network.ts';

const size = fc.integer({ min: 1, max: 4 });
/** Float networks of any size whose numbers are float32's. */
const anyFloat: fc.Arbitrary<FloatNetwork> = fc.tuple(size, size, size).chain(([inputs, hidden, outputs]) => {
  const count = hidden * (inputs + hidden + outputs + 3) + outputs;
  const number = fc.float({ noNaN: true, noDefaultInfinity: true });
  return fc
    .array(number, { minLength: count, maxLength: count })
    .map((values) => floatNetwork({ inputs, hidden, outputs }, Float64Array.from(values)));
});
const notes = { name: 'float', version: '0.0.0', text: '', metadata: {} };

describe('a float network comes back as it was', () => {
  test('from safetensors', () => {
    fc.assert(
      fc.property(anyFloat, (network) => {
        expect(importSafetensors(safetensors(network, {}))).toEqual(network);
      }),
    );
  });

  test('from ONNX', () => {
    fc.assert(
      fc.property(anyFloat, (network) => {
        expect(importOnnx(onnxFloat(network, {}, notes))).toEqual(network);
      }),
    );
  });

  test('from ONNX with the state going in, but for the initial state, which is 0', () => {
    fc.assert(
      fc.property(anyFloat, (network) => {
        const back = importOnnx(onnxFloat(network, { state: true }, notes));
        const s0 = new Float64Array(network.hidden);
        expect(back).toEqual({ ...network, parameters: { ...network.parameters, s0 } });
      }),
    );
  });
});

test.each([
  ['nn.GRU', 3],
  ['nn.LSTM', 4],
])('the weights of an %s are told by their rows for each unit', (kind, gates) => {
  const tensor = (name: string, ...shape: number[]) => ({
    ...{ name, shape },
    values: Array<number>(shape.reduce((product, length) => product * length)).fill(0),
  });
  const given = [
    ...[tensor('rnn.weight_ih_l0', gates * 5, 2), tensor('rnn.weight_hh_l0', gates * 5, 5)],
    ...[tensor('fc.weight', 1, 5), tensor('fc.bias', 1)],
  ];
  expect(() => fromTorchTensors(given)).toThrow(
    `expected the weights of an nn.RNN, got those of an ${kind}: rnn.weight_hh_l0 has ${gates} rows for each unit`,
  );
});

describe('tensors by other names', () => {
  const network = floatNetwork(
    { inputs: 2, hidden: 3, outputs: 1 },
    Float64Array.from({ length: 28 }, (_, at) => at),
  );
  const tensors = torchTensors(network);

  test('are found in a module, whatever it calls its parts', () => {
    const renamed = tensors.map((tensor) => ({
      ...tensor,
      name: tensor.name.startsWith('linear')
        ? tensor.name.replace('linear', 'head')
        : `model.rnn.${tensor.name}`,
    }));
    expect(fromTorchTensors(renamed)).toEqual(network);
  });

  test('without h0 start from 0', () => {
    const { s0 } = fromTorchTensors(tensors.filter(({ name }) => name !== 'h0')).parameters;
    expect(Array.from(s0)).toEqual([0, 0, 0]);
  });

  test.each([
    [
      'a second layer',
      [...tensors, { name: 'weight_ih_l1', shape: [3, 3], values: [] }],
      'expected one layer in one direction, got weight_ih_l1',
    ],
    ['no RNN', tensors.slice(1), 'expected a tensor weight_ih_l0'],
    [
      'two output layers',
      [...tensors, { name: 'b.weight', shape: [1, 3], values: [1, 2, 3] }],
      'got linear.weight, b.weight',
    ],
    [
      'a shape that does not fit',
      tensors.with(1, { name: 'weight_hh_l0', shape: [2, 2], values: [1, 2, 3, 4] }),
      'weight_hh_l0: expected shape (3,3), got (2,2)',
    ],
    [
      'a number that is none',
      tensors.with(5, { name: 'linear.bias', shape: [1], values: [Number.NaN] }),
      'linear.bias: expected finite numbers, got NaN',
    ],
  ])('with %s are refused', (_, given, message) => {
    expect(() => fromTorchTensors(given)).toThrow(message);
  });

  test.each([
    [new Uint8Array(3)],
    [new TextEncoder().encode('not a tensor file at all')],
    [safetensors(network, {}).slice(0, -1)],
  ])('other files are refused', (file) => {
    expect(() => importSafetensors(file)).toThrow(/expected/);
    expect(() => importOnnx(file)).toThrow(/expected/);
  });
});
