import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whereApart } from '../../src/fixed/index.ts';
import { floatNetwork, initialParameters, quantize, Trainer } from '../../src/index.ts';
import { DEFAULT_TRAINING } from '../../src/training/index.ts';

/** One unit that is positive after a 1 and negative after a 0, and an output that shows it. */
const echo = floatNetwork({ inputs: 1, hidden: 1, outputs: 1 }, Float64Array.of(0, 1, -0.5, 0, 0, 1, 0));

test('a rounded network that agrees with the float network has no step at which they part', () => {
  const apart = whereApart(echo, quantize(echo), [1, 0, 1], [1, 0, 1]);
  expect(apart).toMatchObject({ floatOutputs: [1, 0, 1], floatFails: undefined });
  expect([apart.outputsPart, apart.statesPart]).toEqual([undefined, undefined]);
  expect(Math.max(...apart.drift)).toBeLessThan(0.02);
});

test('the first steps are named at which states, outputs and the float network go wrong', () => {
  const stuck = { ...quantize(echo), stateBias: [127] };
  const apart = whereApart(echo, stuck, [1, 1, 0, 0], [1, 1, 0, 1]);
  expect(apart).toMatchObject({ floatOutputs: [1, 1, 0, 0], floatFails: 4, outputsPart: 3, statesPart: 3 });
  expect(apart.drift[2]).toBeGreaterThan(1);
  const careless = whereApart(echo, stuck, [1, 1, 0, 0], [1, 1, 0, 1], [1, 1, 0, 0]);
  expect(careless).toMatchObject({ floatFails: undefined, outputsPart: undefined, statesPart: 3 });
});

test('the float outputs are what the trainer predicts', () => {
  const shape = { inputs: 2, hidden: 3, outputs: 2 };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1000 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 20 }),
      (seed, stream) => {
        const parameters = initialParameters(shape, seed, 0).map(
          (value, index) => 3 * value + Math.sin(index),
        );
        const float = floatNetwork(shape, parameters);
        const predicted = new Trainer(shape, parameters, DEFAULT_TRAINING.optimizer, 'float64').predict({
          samples: 1,
          steps: stream.length,
          inputs: Float64Array.from(stream.flatMap((word) => [word & 1, word >> 1])),
          targets: new Float64Array(2 * stream.length),
        });
        const { floatOutputs } = whereApart(float, quantize(float), stream, stream);
        expect(floatOutputs).toEqual(
          stream.map(
            (_, step) =>
              Number((predicted[2 * step] ?? 0) >= 0.5) |
              (Number((predicted[2 * step + 1] ?? 0) >= 0.5) << 1),
          ),
        );
      },
    ),
    { numRuns: 50 },
  );
});
