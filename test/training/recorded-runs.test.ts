import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type SampleTensors, Trainer } from '../../src/index.ts';

/** A float64 run of the tutorial's own system; each file explains itself. */
interface RecordedRun {
  optimizer: { decay: number; learningRate: number; momentum: number; epsilon: number };
  batch: { size: number; epochs: number; updatesPerEpoch: number };
  steps: number;
  sampleA: number[];
  sampleB: number[];
  initialParameters: number[];
  firstGradient: number[];
  costs: number[];
  parametersAfterUpdate: Record<string, number[]>;
}

const folder = new URL('vectors/', import.meta.url);

describe.each(readdirSync(folder))('%s', (name) => {
  const run: RecordedRun = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const stride = name.includes('overlapping') ? 1 : run.batch.size;
  const batches = Array.from({ length: run.batch.updatesPerEpoch }, (_, k) => minibatch(run, k * stride));
  const trainer = () =>
    new Trainer(
      { inputs: 2, hidden: 3, outputs: 1 },
      Float64Array.from(run.initialParameters),
      { kind: 'rmsprop', ...run.optimizer },
      'float64',
    );

  test('its first gradient is reproduced', () => {
    expectClose(trainer().gradient(minibatch(run, 0)), run.firstGradient);
  });

  test('the loss of every update and the parameters after 1, 20 and 100 updates are reproduced', () => {
    const subject = trainer();
    const costs = [subject.loss(minibatch(run, 0))];
    const updates = run.batch.epochs * run.batch.updatesPerEpoch;
    for (let update = 1; update <= updates; update++) {
      const batch = batches[(update - 1) % batches.length] as SampleTensors;
      subject.update(batch);
      costs.push(subject.loss(batch));
      const recorded = run.parametersAfterUpdate[update];
      if (recorded) expectClose(subject.parameters, recorded);
    }
    expect(Object.keys(run.parametersAfterUpdate)).toEqual(['1', '20', '100']);
    expectClose(costs, run.costs);
  });
});

function minibatch({ steps, sampleA, sampleB, batch }: RecordedRun, first: number): SampleTensors {
  const inputs = new Float64Array(batch.size * steps * 2);
  const targets = new Float64Array(batch.size * steps);
  for (let sample = 0; sample < batch.size; sample++) {
    const a = sampleA[first + sample] ?? Number.NaN;
    const b = sampleB[first + sample] ?? Number.NaN;
    for (let step = 0; step < steps; step++) {
      const row = sample * steps + step;
      inputs[row * 2] = (a >> step) & 1;
      inputs[row * 2 + 1] = (b >> step) & 1;
      targets[row] = ((a + b) >> step) & 1;
    }
  }
  return { samples: batch.size, steps, inputs, targets };
}

/** Relative tolerance 1e-5, number by number. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, index) => {
    expect(Math.abs((actual[index] ?? Number.NaN) - value), `number ${index}`).toBeLessThanOrEqual(
      1e-5 * Math.abs(value),
    );
  });
}
