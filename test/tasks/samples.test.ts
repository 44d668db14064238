import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MachineStepper, pack, unpack } from '../../src/machine/index.ts';
import { toNumber } from '../../src/machine/word.ts';
import { adder, drawSamples, sampleGenerator, sampleStreams, tasks } from '../../src/tasks/index.ts';

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
    const machine = new MachineStepper(task);
    for (let step = 0; step < steps; step++) {
      const due = machine.step(pack(x.map((bits) => bits[step] ?? -1)));
      expect(t.map((bits) => bits[step])).toEqual(unpack(due, task.outputs.length));
    }
  }
});

/** Alternates: 1 may come only after 0; the second output matters in one state only. */
const alternating = {
  name: 'alternating',
  inputs: ['x'],
  outputs: ['y', 'z'],
  states: ['after 0', 'after 1'],
  initial: 0,
  next: [0, 1, 0, -1],
  output: [0, 3, 0, 0],
  care: [1, 3, 1, 0],
};

test('samples of a machine with unspecified steps take only steps that may come, all of them', () => {
  const { samples, steps, inputs } = drawSamples(alternating, sampleGenerator(2), 200, 9);
  expect(steps).toBe(9);
  let ones = 0;
  for (let sample = 0; sample < samples; sample++) {
    const bits = inputs.subarray(sample * steps, (sample + 1) * steps).join('');
    expect(bits).not.toContain('11');
    ones += bits.replaceAll('0', '').length;
  }
  expect(ones).toBeGreaterThan(400);
});

test('a machine in which no stream goes on, another seed and sizes out of bounds are refused', () => {
  const stuck = { ...alternating, next: [0, 1, -1, -1], output: [0, 1, 0, 0], care: [1, 3, 0, 0] };
  expect(() => drawSamples(stuck, sampleGenerator(1), 10, 5)).toThrow(
    'states[1] (after 1): expected an input',
  );
  expect(() => sampleGenerator(2 ** 32)).toThrow('seed: expected 0–4294967295, got 4294967296');
  expect(() => drawSamples(adder, sampleGenerator(1), 1e21, 6)).toThrow('samples: expected 1–');
  expect(() => drawSamples(adder, sampleGenerator(1), 10, 0)).toThrow('bits: expected 1–1048576, got 0');
});
