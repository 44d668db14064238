import { expect, test } from 'vitest';
import { Restarts, requireAddon } from '../../src/native/node.ts';
import { drawSamples, extraStepsOf, sampleGenerator, type Task, tasks } from '../../src/tasks/index.ts';
import { DEFAULT_TRAINING } from '../../src/training/index.ts';
import { nativeTables } from '../../src/training/native-tables.ts';

const { optimizer, precision } = DEFAULT_TRAINING;
const schedule = { batch: 30, epochs: 2, overlapping: false };

const adder = tasks.get('adder') as Task;
/** Three inputs, two outputs, and a start that is not the first state. */
const shifter: Task = {
  ...adder,
  ...{ name: 'shifter', inputs: ['a', 'b', 'c'], outputs: ['p', 'q'], states: ['one', 'other'], initial: 1 },
  next: Array.from({ length: 16 }, (_, index) => ((index * 7) >> 2) & 1),
  output: Array.from({ length: 16 }, (_, index) => ((index * 5) >> 1) & 3),
  care: new Array(16).fill(3),
};

const cases = [...tasks.values(), shifter].flatMap((task) =>
  [
    [1, 6],
    [0, 1],
    [2 ** 32 - 1, 33],
    [77, 64],
  ].map(([seed, bits]) => [task.name, seed, bits, task] as const),
);

/** Parameters and tests depend on every bit of the samples. */
test.each(cases)('Rust draws the samples that JavaScript draws: %s, seed %d, %d bits', async (...each) => {
  const [, seed = 0, bits = 0, task] = each;
  const shape = { inputs: task.inputs.length, hidden: 3, outputs: task.outputs.length };
  const [samples, testSamples, steps] = [70, 50, bits + extraStepsOf(task)];
  const generator = sampleGenerator(seed);
  const training = drawSamples(task, generator, samples, bits);
  const fresh = drawSamples(task, generator, testSamples, bits);
  const drawing = { samples, testSamples, bits, steps };
  const tables = nativeTables(task);
  const drawn = requireAddon().restartsOnDrawn(shape, optimizer, seed, schedule, tables, drawing, precision);
  const given = new Restarts(shape, optimizer, seed, schedule, training, fresh, precision);
  expect(await drawn.runAll(0, 3)).toEqual(await given.runAll(0, 3));
});

test('more bits than steps, and a step that is not specified, are refused', () => {
  const shape = { inputs: 2, hidden: 3, outputs: 1 };
  const drawing = { samples: 60, testSamples: 60, bits: 6, steps: 7 };
  const draw = (machine: Task, drawn: typeof drawing) => () =>
    requireAddon().restartsOnDrawn(shape, optimizer, 1, schedule, nativeTables(machine), drawn, precision);
  expect(draw(adder, { ...drawing, bits: 8 })).toThrow('bits: expected at most as many as steps, got 8');
  const next = adder.next.map((state, index) => (index === 0 ? -1 : state));
  expect(draw({ ...adder, next }, drawing)).toThrow(/machine next: expected a machine whose steps are all/);
});
