import fc from 'fast-check';
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../src/fixed/index.ts';
import { onnxCell } from '../../src/formats/onnx-cell.ts';
import { onnxFloat } from '../../src/formats/onnx-float.ts';
import { MODEL } from '../../src/formats/onnx-model.ts';
import { OPSETS } from '../../src/formats/opsets.ts';
import { anyNetwork, proven } from '../fixed/networks.ts';
import { adder34, adder38, adder54, tray } from './networks.ts';

const notes = { name: 'network', version: '0.0.0', text: 'a text', metadata: { proof: 'none' } };

describe('the fixed cell in onnxruntime-web', () => {
  test.each(Object.entries({ adder34, adder38, adder54, tray }))(
    'runs streams of %s side by side and in chunks, bit for bit',
    async (_, network) => {
      const session = await ort.InferenceSession.create(onnxCell(network, 'stream', {}, notes));
      const batch = 3;
      const cells = Array.from({ length: batch }, () => new FixedCell(network));
      let state = int32(
        cells.flatMap(() => network.initialState),
        [batch, network.hidden],
      );
      for (const steps of [1, 7, 50, 2]) {
        const words = Array.from(
          { length: steps * batch },
          (_, at) => (at * at + (at >> 2)) % 2 ** network.inputs,
        );
        const x = int32(
          words.flatMap((word) => bits(word, network.inputs)),
          [steps, batch, network.inputs],
        );
        const result = await session.run({ x, h0: state });
        const expected = words.flatMap((word, at) =>
          bits((cells[at % batch] as FixedCell).step(word), network.outputs),
        );
        expect(result.y?.dims).toEqual([steps, batch, network.outputs]);
        expect(Array.from(result.y?.data as Int32Array)).toEqual(expected);
        state = result.hT as typeof state;
        expect(Array.from(state.data)).toEqual(cells.flatMap((cell) => Array.from(cell.state)));
      }
    },
  );

  test('takes any step of any network', async () => {
    await fc.assert(
      fc.asyncProperty(anyNetwork, fc.nat(15), async (network, input) => {
        const session = await ort.InferenceSession.create(onnxCell(network, 'step', {}, notes));
        const cell = new FixedCell(network);
        const word = input & (2 ** network.inputs - 1);
        const result = await session.run({
          x: int32(bits(word, network.inputs), [1, network.inputs]),
          h: int32(network.initialState, [1, network.hidden]),
        });
        expect(Array.from(result.y?.data as Int32Array)).toEqual(bits(cell.step(word), network.outputs));
        expect(Array.from(result.h_next?.data as Int32Array)).toEqual(Array.from(cell.state));
      }),
      { numRuns: 40 },
    );
  });

  test('has its sizes fixed where asked, and its operator set', () => {
    const model = decoded(adder54, { opset: 21, static: { steps: 8, batch: 2 } });
    expect(model.opsetImport[0].version).toBe(21);
    expect(model.irVersion).toBe(10);
    expect(model.graph.input[0].type.tensorType.shape.dim.map(({ dimValue }) => dimValue)).toEqual([8, 2, 2]);
    expect(model.metadataProps).toContainEqual({ key: 'initial_state', value: '1,1,1' });
    expect(() => decoded(adder54, { opset: OPSETS.max + 1 })).toThrow(
      'expected an operator set of 13–23, got 24',
    );
  });
});

describe('the float network in onnxruntime-web', () => {
  test.each([OPSETS.min, 14, 15, OPSETS.max])('is the same in operator set %i', async (opset) => {
    const { float } = await proven('adder', 1);
    const run = async (options: object) => {
      const session = await ort.InferenceSession.create(onnxFloat(float, options, notes));
      const data = Float32Array.from({ length: 40 }, (_, at) => (at * at + (at >> 3)) % 2);
      const { y } = await session.run({ x: new ort.Tensor('float32', data, [10, 2, 2]) });
      return y?.data;
    };
    expect(await run({ opset })).toEqual(await run({}));
  });

  test('goes on from the state it gave, within 1e-6 of one run', async () => {
    const { float } = await proven('adder', 1);
    const whole = await ort.InferenceSession.create(onnxFloat(float, {}, notes));
    const parts = await ort.InferenceSession.create(onnxFloat(float, { state: true }, notes));
    const [steps, batch] = [40, 2];
    const data = Float32Array.from({ length: steps * batch * 2 }, (_, at) => (at * at + (at >> 3)) % 2);
    const { y } = await whole.run({ x: new ort.Tensor('float32', data, [steps, batch, 2]) });
    let h0 = new ort.Tensor(
      'float32',
      Float32Array.from([...float.parameters.s0, ...float.parameters.s0]),
      [2, 3],
    );
    const replies: number[] = [];
    for (let at = 0; at < steps; at += 10) {
      const x = new ort.Tensor('float32', data.slice(at * batch * 2, (at + 10) * batch * 2), [10, batch, 2]);
      const result = await parts.run({ x, h0 });
      const { y: part, hT } = result as { y: typeof x; hT: typeof x };
      replies.push(...(part.data as Float32Array));
      h0 = hT;
    }
    const differences = replies.map((answer, at) => Math.abs(answer - Number(y?.data[at])));
    expect(differences).toHaveLength(steps * batch);
    expect(Math.max(...differences)).toBeLessThan(1e-6);
  });
});

interface DecodedModel {
  irVersion: number;
  opsetImport: [{ version: number }];
  metadataProps: object[];
  graph: { input: [{ type: { tensorType: { shape: { dim: { dimValue: number }[] } } } }] };
}

function decoded(network: FixedNetwork, options: Parameters<typeof onnxCell>[2]): DecodedModel {
  const model = MODEL.decode(onnxCell(network, 'stream', options, notes));
  return MODEL.toObject(model, { longs: Number }) as DecodedModel;
}

function int32(values: readonly number[], dims: number[]) {
  return new ort.Tensor('int32', Int32Array.from(values), dims);
}

function bits(word: number, count: number): number[] {
  return Array.from({ length: count }, (_, bit) => (word >> bit) & 1);
}
