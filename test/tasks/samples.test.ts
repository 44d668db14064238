import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adder,
  drawSamples,
  sampleGenerator,
  sampleStreams,
  tasks,
  toNumber,
} from '../../src/tasks/index.ts';

test('the same seed draws the same samples, another seed others', () => {
  const draw = (seed: number) => drawSamples(adder, sampleGenerator(seed), 100, 6);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7).inputs).not.toEqual(draw(8).inputs);
});

test('one generator never draws the same samples twice in a row', () => {
  const generator = sampleGenerator(1);
  expect(drawSamples(adder, generator, 50, 6).inputs).not.toEqual(
    drawSamples(adder, generator, 50, 6).inputs,
  );
});

test('samples of the adder are two numbers and their sum, with a padding step for the carry', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 70 }), (seed, bits) => {
      const { samples, steps, inputs, targets } = drawSamples(adder, sampleGenerator(seed), 5, bits);
      expect([samples, steps, inputs.length, targets.length]).toEqual([5, bits + 1, 10 * steps, 5 * steps]);
      for (let sample = 0; sample < samples; sample++) {
        const [a = [], b = []] = sampleStreams(inputs, sample, steps, 2);
        const [sum = []] = sampleStreams(targets, sample, steps, 1);
        expect([a.at(-1), b.at(-1)]).toEqual([0, 0]);
        expect(toNumber(sum)).toBe(toNumber(a) + toNumber(b));
      }
    }),
  );
});

test('every number below 2^bits comes up, about equally often', () => {
  const { samples, steps, inputs } = drawSamples(adder, sampleGenerator(3), 16_000, 3);
  const counts = new Array<number>(8).fill(0);
  for (let sample = 0; sample < samples; sample++) {
    for (const bits of sampleStreams(inputs, sample, steps, 2)) {
      const number = Number(toNumber(bits));
      counts[number] = (counts[number] ?? 0) + 1;
    }
  }
  // 32,000 draws into 8: the standard deviation is 59.
  for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(300);
});

test.each([...tasks.values()])('samples of the $name follow its machine', (task) => {
  const { samples, steps, inputs, targets } = drawSamples(task, sampleGenerator(5), 40, 5);
  for (let sample = 0; sample < samples; sample++) {
    const x = sampleStreams(inputs, sample, steps, task.inputs.length);
    const t = sampleStreams(targets, sample, steps, task.outputs.length);
    let state = task.initial;
    for (let step = 0; step < steps; step++) {
      const answer = task.step(
        state,
        x.map((bits) => bits[step] ?? -1),
      );
      expect(t.map((bits) => bits[step])).toEqual(answer.outputs);
      state = answer.state;
    }
  }
});
