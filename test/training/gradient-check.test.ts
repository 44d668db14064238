import { expect, test } from 'vitest';
import { checkGradient, drawSamples, sampleGenerator, tasks } from '../../src/index.ts';

test.each([
  { name: 'adder', hidden: 3, bits: 6, samples: 100, parameters: 28 },
  { name: 'adder', hidden: 1, bits: 1, samples: 3, parameters: 8 },
  { name: 'parity', hidden: 4, bits: 12, samples: 20, parameters: 37 },
  { name: 'comparator', hidden: 9, bits: 4, samples: 33, parameters: 136 },
  { name: 'subtractor', hidden: 16, bits: 9, samples: 10, parameters: 353 },
])('backpropagation agrees with central differences: $name, $hidden states, $bits bits', (size) => {
  const task = tasks.get(size.name);
  if (task === undefined) throw new Error(size.name);
  const shape = { inputs: task.inputs.length, hidden: size.hidden, outputs: task.outputs.length };
  const samples = drawSamples(task, sampleGenerator(2), size.samples, size.bits);
  const comparisons = checkGradient(shape, 2, samples);
  expect(comparisons).toHaveLength(size.parameters);
  expect(comparisons.filter(({ close }) => !close)).toEqual([]);
  expect(comparisons.some(({ numeric }) => Math.abs(numeric) > 1e-3)).toBe(true);
});

test('parameters are named with their place', () => {
  const samples = drawSamples(tasks.get('adder') ?? fail(), sampleGenerator(1), 2, 2);
  const names = checkGradient({ inputs: 2, hidden: 3, outputs: 1 }, 1, samples).map(
    ({ parameter }) => parameter,
  );
  expect([names[0], names[3], names[8], names[27]]).toEqual([
    's0[0]',
    'wInput[0,0]',
    'wInput[1,2]',
    'bOutput[0]',
  ]);
});

function fail(): never {
  throw new Error('there is no adder');
}
