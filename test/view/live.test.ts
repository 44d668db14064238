import { describe, expect, test } from 'vitest';
import { MachineStepper } from '../../src/machine/index.ts';
import { adder, toSteps } from '../../src/tasks/index.ts';
import { hiddenName } from '../../src/tasks/names.ts';
import { bar, LiveView, resultJson, resultLine, resultLines, Tally } from '../../src/view/index.ts';
import { proven } from '../fixed/networks.ts';

const { task, fixed } = await proven();

function result(numbers: bigint[], flip = -1) {
  const machine = new MachineStepper(adder);
  const inputs = toSteps(adder, numbers);
  const outputs = inputs.map((bits, step) => machine.step(bits) ^ (step === flip ? 1 : 0));
  return { numbers, inputs, outputs, milliseconds: 1.23456 };
}

describe('the live view', () => {
  test('shows the bits so far, those of this step, and a bar for each state', () => {
    const view = new LiveView(task, fixed);
    view.step(0b11, 0);
    view.step(0b01, 1);
    const lines = view.frame(80).split('\n');
    expect(lines.slice(0, 4)).toEqual(['      a  1  11', '      b  0  10', '    sum  1  01', '']);
    expect(lines.slice(4)).toEqual(
      view.states.map((state, index) => `     ${hiddenName(index)}  ${bar(state)}`),
    );
    expect(view.states.every((state) => state >= -1 && state < 1)).toBe(true);
    view.reset();
    expect(view.frame(80)).toContain('      a  ·  \n');
  });

  test('leaves out the oldest bits where a line is full, and never is wider than the terminal', () => {
    const view = new LiveView(task, fixed);
    for (let step = 0; step < 5000; step++) view.step(step & 3, 0);
    const [row = ''] = view.frame(60).split('\n');
    expect(row).toMatch(/^ {6}a {2}1 {2}…1?(01)+$/);
    for (const columns of [60, 80, 200]) {
      for (const line of view.frame(columns).split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  test('writes a step as the Serial Plotter reads it', () => {
    const view = new LiveView(task, fixed);
    view.step(0b10, 1);
    const [one, two, three] = view.states.map((state) => state.toFixed(3));
    expect(view.plotterLine(0b10, 1)).toBe(`a:0,b:1,reset:1,sum:1,h1:${one},h2:${two},h3:${three}`);
  });
});

test('a bar grows from the middle, to the left below zero', () => {
  expect(bar(0)).toBe(`${' '.repeat(12)}│${' '.repeat(12)}  0.00`);
  expect(bar(1)).toBe(`${' '.repeat(12)}│${'█'.repeat(12)}  1.00`);
  expect(bar(-0.5)).toBe(`${' '.repeat(6)}${'█'.repeat(6)}│${' '.repeat(12)} −0.50`);
  for (let value = -1; value <= 1; value += 1 / 128) expect([...bar(value)].length).toBe(31);
});

describe('an answer', () => {
  test('is one line with a tick, or with a cross and what is right', () => {
    expect(resultLine(adder, result([13n, 4n]))).toBe('13 + 4 = 17  ✓');
    const cut = { ...result([5n, 5n]), inputs: Uint8Array.of(3, 0, 3), outputs: Uint8Array.of(0, 1, 0) };
    expect(resultLine(adder, cut)).toBe('5 + 5 = 2 after 3 steps  ✓');
    expect(resultLine(adder, result([13n, 4n], 1))).toBe('13 + 4 = 19  ✗ right is 17');
    expect(resultLine(adder, result([10n ** 90n, 1n])).length).toBeLessThan(140);
  });

  test('is the tutorial’s lines where they fit', () => {
    expect(resultLines(adder, result([13n, 4n]), 80)).toBe(
      ['a:   10110   13', 'b: + 00100    4', '     -----   --', 't: = 10001   17', 'y: = 10001   ✓'].join(
        '\n',
      ),
    );
    expect(resultLines(adder, result([13n, 4n], 1), 80)).toContain('y: = 11001   19   ✗');
    expect(resultLines(adder, result([2n ** 70n, 1n]), 80)).toContain(' = 1180591620717411303425  ✓');
  });

  test('is a document for machines', () => {
    expect(resultJson(adder, result([13n, 4n]))).toEqual({
      event: 'answer',
      numbers: ['13', '4'],
      answer: '17',
      expected: '17',
      right: true,
      steps: 5,
      milliseconds: 1.235,
    });
  });
});

test('a tally counts answers, errors and steps, and knows median and 99th percentile', () => {
  const tally = new Tally();
  expect(tally.lines()).toContain('0 results, 0 errors; 0 steps');
  for (let index = 1; index <= 100; index++) tally.add(index === 50 ? 'wrong' : 'right', 7, index);
  const { answers, errors, steps, medianMilliseconds, p99Milliseconds } = tally.summary();
  expect([answers, errors, steps]).toEqual([100, 1, 700]);
  expect(medianMilliseconds).toBeCloseTo(50, 0);
  expect(p99Milliseconds).toBeCloseTo(99, 0);
  expect(tally.lines()).toMatch(
    /^100 results, 1 error; 700 steps in .*\nlatency .* ms median, .* ms 99th percentile$/,
  );
  tally.add('not compared', 1);
  expect(tally.lines()).toMatch(/^101 results, 1 error, 1 not compared; 701 steps in /);
  expect(tally.summary()).toMatchObject({ notCompared: 1 });
});
