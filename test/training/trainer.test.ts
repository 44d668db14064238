import { describe, expect, test } from 'vitest';
import {
  adder,
  DEFAULT_TRAINING,
  drawSamples,
  initialParameters,
  Minibatch,
  type OptimizerRule,
  type Samples,
  sampleGenerator,
  Trainer,
} from '../../src/index.ts';

const shape = { inputs: 2, hidden: 3, outputs: 1 };
const { optimizer } = DEFAULT_TRAINING;
const samples = drawSamples(adder, sampleGenerator(1), 100, 6);
const start = () => initialParameters(shape, 1, 0);

describe('a trainer', () => {
  test('in float32 stays near float64', () => {
    const [single, double] = (['float32', 'float64'] as const).map((precision) => {
      const trainer = new Trainer(shape, start(), optimizer, precision);
      return {
        loss: trainer.loss(samples),
        gradient: trainer.gradient(samples),
        update: trainer.update(samples),
      };
    });
    expect(single?.loss).toBeCloseTo(double?.loss ?? Number.NaN, 6);
    expect(single?.update).toBeCloseTo(double?.update ?? Number.NaN, 6);
    single?.gradient.forEach((slope, index) => {
      expect(slope).toBeCloseTo(double?.gradient[index] ?? Number.NaN, 6);
    });
  });

  test('predicts outputs between 0 and 1 whose cross-entropy is its loss', () => {
    const trainer = new Trainer(shape, start(), optimizer, 'float64');
    const y = trainer.predict(samples);
    const total = samples.targets.reduce((sum, t, i) => {
      const p = y[i] ?? Number.NaN;
      return sum - (t * Math.log(p) + (1 - t) * Math.log(1 - p));
    }, 0);
    expect(total / y.length).toBeCloseTo(trainer.loss(samples), 12);
  });

  test('has a finite loss where the outputs reach 0 and 1', () => {
    const parameters = start().fill(1e4);
    const trainer = new Trainer(shape, parameters, optimizer, 'float64');
    expect(Number.isFinite(trainer.loss(samples))).toBe(true);
    expect(trainer.gradient(samples).every(Number.isFinite)).toBe(true);
    expect(trainer.predict(samples).every((y) => y === 1)).toBe(true);
  });

  test.each<OptimizerRule>([
    optimizer,
    { kind: 'rprop', grow: 1.2, shrink: 0.5, initialStep: 0.01 },
    { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    { kind: 'sgd', learningRate: 0.3, momentum: 0.5 },
  ])('lowers its loss with $kind', (rule) => {
    const trainer = new Trainer(shape, start(), rule, 'float64');
    const before = trainer.loss(samples);
    for (let update = 0; update < 300; update++) trainer.update(samples);
    expect(trainer.loss(samples)).toBeLessThan(before * 0.9);
  });

  test('trains any number of inputs, states, outputs and steps', () => {
    const wide = { inputs: 5, hidden: 17, outputs: 3 };
    const bits = (size: number) => Float64Array.from({ length: size }, (_, index) => ((index * 7) % 3) & 1);
    const batch: Samples = { samples: 9, steps: 31, inputs: bits(9 * 31 * 5), targets: bits(9 * 31 * 3) };
    const trainer = new Trainer(wide, initialParameters(wide, 1, 0), optimizer, 'float32');
    const before = trainer.loss(batch);
    for (let update = 0; update < 50; update++) trainer.update(batch);
    expect(trainer.loss(batch)).toBeLessThan(before);
  });
});

describe('a minibatch', () => {
  const made = () => new Minibatch(shape, samples, 'float32');
  const trainer = (sizes = shape, precision: 'float32' | 'float64' = 'float32') =>
    new Trainer(sizes, initialParameters(sizes, 1, 0), optimizer, precision);

  test('made once trains as the samples it was made of do, bit for bit', () => {
    const [once, anew] = [trainer(), trainer()];
    const minibatch = made();
    for (let update = 0; update < 30; update++) expect(once.update(minibatch)).toBe(anew.update(samples));
    expect(once.parameters).toEqual(anew.parameters);
  });

  test('keeps its samples when the tensors it was made of change', () => {
    const { inputs, targets } = samples;
    const changed = { ...samples, inputs: inputs.slice(), targets: targets.slice() };
    const minibatch = new Minibatch(shape, changed, 'float32');
    changed.inputs.fill(0);
    expect(trainer().update(minibatch)).toBe(trainer().update(samples));
  });

  test.each<[string, () => unknown, string]>([
    [
      'of another shape',
      () => trainer({ ...shape, hidden: 4 }).update(made()),
      'minibatch: expected the shape 2 → 4 → 1, got 2 → 3 → 1',
    ],
    [
      'of another precision',
      () => trainer(shape, 'float64').update(made()),
      'minibatch: expected the precision float64, got float32',
    ],
    [
      'whose tensors have other sizes',
      () => new Minibatch(shape, { ...samples, steps: 8 }, 'float32'),
      'inputs: expected 1600 values, got 1400',
    ],
  ])('%s is refused', (_, act, message) => {
    expect(act).toThrow(expect.objectContaining({ code: 'CARRYBIT_INVALID_ARGUMENT', message }));
  });
});

describe('what a trainer refuses, by name and value', () => {
  const make = (parameters = start(), rule: object = optimizer, sizes = shape) =>
    new Trainer(sizes, parameters, rule as OptimizerRule, 'float64');
  test.each<[string, () => unknown, string]>([
    ['too few parameters', () => make(new Float64Array(27)), 'parameters: expected 28 values, got 27'],
    [
      'a parameter that is NaN',
      () => make(start().fill(Number.NaN, 3, 4)),
      'parameters: expected a finite number, got NaN',
    ],
    [
      'no hidden states',
      () => make(start(), optimizer, { ...shape, hidden: 0 }),
      'hidden: expected 1–4096, got 0',
    ],
    ['half a state', () => make(start(), optimizer, { ...shape, hidden: 2.5 }), '2^53 - 1, got 2.5'],
    ['fewer than no inputs', () => make(start(), optimizer, { ...shape, inputs: -1 }), '2^53 - 1, got -1'],
    [
      'a learning rate that is NaN',
      () => make(start(), { ...optimizer, learningRate: Number.NaN }),
      'in its precision too, got NaN',
    ],
    [
      'a momentum of 1',
      () => make(start(), { ...optimizer, momentum: 1 }),
      'momentum: expected 0 or more and below 1, got 1',
    ],
    [
      'a missing number',
      () => make(start(), { kind: 'sgd', learningRate: 1 }),
      'optimizer sgd needs momentum',
    ],
    [
      'an unknown optimizer',
      () => make(start(), { kind: 'lion' as never }),
      'optimizer: expected rmsprop, rprop, adam or sgd, got lion',
    ],
    ['no samples', () => make().loss({ ...samples, samples: 0 }), 'samples: expected 1 or more, got 0'],
    [
      'a tensor of another size',
      () => make().update({ ...samples, steps: 8 }),
      'inputs: expected 1600 values, got 1400',
    ],
    [
      'an infinite input',
      () => make().loss({ ...samples, inputs: samples.inputs.slice().fill(Infinity, 0, 1) }),
      'inputs: expected a finite number, got inf',
    ],
    [
      'more samples than memory',
      () => make().loss({ ...samples, samples: 2 ** 40 }),
      'inputs would hold more than',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(
      expect.objectContaining({
        code: 'CARRYBIT_INVALID_ARGUMENT',
        message: expect.stringContaining(message),
      }),
    );
  });
});
