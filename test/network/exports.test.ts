import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_TRAINING,
  drawSamples,
  FixedCell,
  flatParameters,
  parameterShapes,
  sampleGenerator,
  Trainer,
} from '../../src/index.ts';
import { exportC } from '../../src/network/export-c.ts';
import { exportOnnx } from '../../src/network/export-onnx.ts';
import { exportSafetensors } from '../../src/network/export-safetensors.ts';
import { documentOf, proven, transitions } from '../fixed/networks.ts';

const names = ['adder', 'subtractor', 'comparator', 'parity'];

describe('the C header', () => {
  test.each([
    ['adder', 8, 8, 8],
    ['subtractor', 8, 8, 8],
    ['parity', 4, 3, 3],
    ['comparator', 5, 8, 4],
  ] as const)(
    'of the %s compiles without a warning and does every reachable transition as the TypeScript cell',
    async (name, weightBits, stateBits, tableBits) => {
      const network = await proven(name, 1, { weightBits, stateBits, tableBits });
      const folder = mkdtempSync(join(tmpdir(), 'carrybit-c-'));
      writeFileSync(join(folder, 'network.h'), exportC(documentOf(network)));
      writeFileSync(join(folder, 'main.c'), HARNESS);
      const warnings = [
        '-std=c99',
        '-Wall',
        '-Wextra',
        '-Wconversion',
        '-Werror',
        '-fsanitize=undefined',
        '-fno-sanitize-recover',
      ];
      execFileSync('cc', [...warnings, '-o', join(folder, 'main'), join(folder, 'main.c')]);

      const steps = [...transitions(network)];
      const input = steps.map(({ state, inputs }) => [...state, inputs].join(' ')).join('\n');
      const cell = new FixedCell(network.fixed);
      const expected = steps.map(({ state, inputs }) => {
        cell.state.set(state);
        const outputs = cell.step(inputs);
        return [...cell.state, outputs].join(' ');
      });
      const initial = network.fixed.initialState.join(' ');
      const printed = execFileSync(join(folder, 'main'), { input: `${input}\n`, encoding: 'utf8' });
      expect(printed.trim().split('\n')).toEqual([initial, ...expected]);
    },
  );

  const HARNESS = `
#include <stdio.h>
#include "network.h"
int main(void) {
    int8_t state[CARRYBIT_HIDDEN];
    carrybit_reset(state);
    for (int i = 0; i < CARRYBIT_HIDDEN; i++) printf("%d%s", state[i], i + 1 < CARRYBIT_HIDDEN ? " " : "\\n");
    for (;;) {
        int value;
        for (int i = 0; i < CARRYBIT_HIDDEN; i++) { if (scanf("%d", &value) != 1) return 0; state[i] = (int8_t)value; }
        if (scanf("%d", &value) != 1) return 1;
        int answer = carrybit_step(state, (uint8_t)value);
        for (int i = 0; i < CARRYBIT_HIDDEN; i++) printf("%d ", state[i]);
        printf("%d\\n", answer);
    }
}
`;
});

test.each(names)(
  'the ONNX model of the %s agrees with the float network within 1e-6 in onnxruntime',
  async (name) => {
    const network = await proven(name, 1);
    const { task, float } = network;
    const session = await ort.InferenceSession.create(exportOnnx(documentOf(network)));
    const samples = drawSamples(task, sampleGenerator(9), 50, 12);
    const width = task.inputs.length;
    // Ours is (samples, steps, inputs), the model's (steps, samples, inputs).
    const x = new Float32Array(samples.inputs.length);
    samples.inputs.forEach((bit, index) => {
      const [sample, rest] = [Math.floor(index / (samples.steps * width)), index % (samples.steps * width)];
      x[(Math.floor(rest / width) * samples.samples + sample) * width + (rest % width)] = bit;
    });
    const { y } = await session.run({
      x: new ort.Tensor('float32', x, [samples.steps, samples.samples, width]),
    });
    expect(y?.dims).toEqual([samples.steps, samples.samples, 1]);
    const trainer = new Trainer(float, flatParameters(float), DEFAULT_TRAINING.optimizer, 'float64');
    trainer.predict(samples).forEach((expected, index) => {
      const [sample, step] = [Math.floor(index / samples.steps), index % samples.steps];
      const actual = Number(y?.data[step * samples.samples + sample]);
      expect(Math.abs(actual - expected)).toBeLessThan(1e-6);
    });
  },
);

test.each(names)('the safetensors file of the %s holds every float parameter, bit by bit', async (name) => {
  const network = await proven(name, 1);
  const file = exportSafetensors(documentOf(network));
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + length).toString('utf8'));
  const data = file.subarray(8 + length);
  expect((8 + length) % 8).toBe(0);
  expect(header.__metadata__.task).toBe(name);
  let end = 0;
  for (const [parameter, shape] of parameterShapes(network.float)) {
    const { dtype, shape: written, data_offsets: offsets } = header[parameter];
    expect([dtype, written, offsets[0]]).toEqual(['F64', shape, end]);
    end = offsets[1];
    const values = Array.from({ length: (end - offsets[0]) / 8 }, (_, index) =>
      data.readDoubleLE(offsets[0] + 8 * index),
    );
    expect(values).toEqual(Array.from(network.float.parameters[parameter]));
  }
  expect(end).toBe(data.length);
});
