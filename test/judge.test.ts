import { expect, test } from 'vitest';
import { whereApart } from '../src/fixed/index.ts';
import {
  adder,
  BYTE_WIDTHS,
  checkMachine,
  comparator,
  DEFAULT_TRAINING,
  drawSamples,
  floatNetwork,
  parity,
  prove,
  QuantizeError,
  quantizeRounded,
  ROUNDINGS,
  type SampleTensors,
  sampleGenerator,
  subtractor,
  type Task,
  type Widths,
} from '../src/index.ts';
import { Judge } from '../src/judge.ts';
import { allStarts } from '../src/training/index.ts';

/** Parameters of the first starts of a seed that learned. */
async function learned(task: Task, seed: number, maxStarts: number): Promise<Float64Array[]> {
  const parameters: Float64Array[] = [];
  for await (const attempts of allStarts(task, { ...DEFAULT_TRAINING, seed, maxStarts }, 0)) {
    for (const attempt of attempts) if (attempt.exact === 1) parameters.push(attempt.parameters);
  }
  return parameters;
}

function shapeOf(task: Task) {
  return { inputs: task.inputs.length, hidden: 3, outputs: task.outputs.length };
}

/** The rounding that TypeScript's quantizer and prover find, or the first one's shortest counterexample. */
function slowly(task: Task, parameters: Float64Array, widths: Widths) {
  const float = floatNetwork(shapeOf(task), parameters);
  let counterexample: readonly number[] | undefined;
  for (const rounding of ROUNDINGS) {
    const fixed = quantizeOrNot(float, widths, rounding);
    const proof = fixed && prove(fixed, task, 100_000);
    if (proof?.verdict === 'proven') return { verdict: 'proven' as const, rounding, fixed };
    if (rounding === ROUNDINGS[0] && proof?.verdict === 'disproved') {
      counterexample = proof.counterexample.inputs;
    }
  }
  return counterexample
    ? { verdict: 'disproved' as const, counterexample }
    : { verdict: 'not quantizable' as const };
}

function quantizeOrNot(...args: Parameters<typeof quantizeRounded>) {
  try {
    return quantizeRounded(...args);
  } catch (error) {
    if (error instanceof QuantizeError) return undefined;
    throw error;
  }
}

test.each([
  [adder, 3, 300],
  [subtractor, 3, 100],
  [comparator, 3, 60],
  [parity, 3, 200],
])('Rust judges as TypeScript does: $name', async (task, seed, starts) => {
  const verdicts = new Set<string>();
  for (const widths of [BYTE_WIDTHS, { weightBits: 5, stateBits: 4, tableBits: 5 }]) {
    const judge = new Judge(checkMachine(task), 3, widths);
    for (const parameters of await learned(task, seed, starts)) {
      const judged = judge.judge(parameters);
      expect(judged).toMatchObject(slowly(task, parameters, widths));
      verdicts.add(judged.verdict);
      const first = judge.judge(parameters, 1);
      if (first.verdict === 'proven') expect(judged).toEqual(first);
    }
  }
  expect(verdicts).toContain('proven');
});

test('untrained and impossible numbers are judged alike, too', () => {
  const judge = new Judge(checkMachine(adder), 3, BYTE_WIDTHS);
  const cases = [0, 1e-9, 0.3, -40, 1e6, Number.NaN, Number.POSITIVE_INFINITY].map((scale) =>
    Float64Array.from({ length: 28 }, (_, index) => scale * Math.sin(index + 1)),
  );
  for (const parameters of cases) {
    expect(judge.judge(parameters)).toMatchObject(slowly(adder, parameters, BYTE_WIDTHS));
  }
  expect(() => judge.judge(new Float64Array(27))).toThrow('parameters');
  expect(() => new Judge(checkMachine(adder), 0, BYTE_WIDTHS)).toThrow('hidden');
  expect(() => new Judge(checkMachine(adder), 3, { ...BYTE_WIDTHS, weightBits: 9 })).toThrow('weight bits');
});

function minibatches(task: Task, seed: number): SampleTensors[] {
  const { samples, bits, batch } = DEFAULT_TRAINING;
  const all = drawSamples(task, sampleGenerator(seed), samples, bits);
  const [inputs, targets] = [batch * all.steps * task.inputs.length, batch * all.steps * task.outputs.length];
  return Array.from({ length: samples / batch }, (_, index) => ({
    samples: batch,
    steps: all.steps,
    inputs: all.inputs.slice(index * inputs, (index + 1) * inputs),
    targets: all.targets.slice(index * targets, (index + 1) * targets),
  }));
}

test('what no rounding proves is fine-tuned, and then at least 99.5 % of 650 learned starts are proven', async () => {
  const judge = new Judge(checkMachine(adder), 3, BYTE_WIDTHS);
  const seed = 104;
  const count = { plain: 0, rounded: 0, tuned: 0, lost: 0 };
  for (const parameters of await learned(adder, seed, 1600)) {
    const judged = judge.judgeAndTune(parameters, DEFAULT_TRAINING, minibatches(adder, seed));
    if (judged.verdict !== 'proven') count.lost++;
    else {
      expect(prove(judged.fixed, adder).verdict).toBe('proven');
      if (judged.rounds > 0) count.tuned++;
      else if (judged.rounding === ROUNDINGS[0]) count.plain++;
      else count.rounded++;
    }
  }
  const learnedCount = count.plain + count.rounded + count.tuned + count.lost;
  expect(learnedCount).toBeGreaterThan(550);
  expect(count.lost / learnedCount).toBeLessThan(0.005);
  expect(count.rounded).toBeGreaterThan(20);
  expect(count.tuned).toBeGreaterThan(0);
});

test('a disproof says whether the float network fails on the same stream', async () => {
  const judge = new Judge(checkMachine(adder), 3, BYTE_WIDTHS);
  let roundingAlone = 0;
  for (const parameters of await learned(adder, 5, 200)) {
    const judged = judge.judge(parameters, 1);
    if (judged.verdict !== 'disproved') continue;
    const [rounding] = ROUNDINGS;
    const float = floatNetwork(shapeOf(adder), parameters);
    const fixed = rounding && quantizeRounded(float, BYTE_WIDTHS, rounding);
    const proof = fixed && prove(fixed, adder);
    if (!fixed || proof?.verdict !== 'disproved') throw new Error('it was disproved');
    const { inputs, expected } = proof.counterexample;
    const apart = whereApart(float, fixed, inputs, expected);
    expect(apart.drift).toHaveLength(inputs.length);
    if (apart.floatFails !== undefined) continue;
    roundingAlone++;
    expect(apart.floatOutputs).toEqual(expected);
    // The stream is a shortest one, so all outputs before the last were right.
    expect(apart.outputsPart).toBe(inputs.length);
    expect(apart.statesPart === undefined || apart.statesPart <= inputs.length).toBe(true);
  }
  expect(roundingAlone).toBeGreaterThan(0);
});

test('bits that nobody cares for teach nothing', async () => {
  const machine = checkMachine(adder);
  // Sums matter only when no carry comes in; both networks see the same counterexamples until then.
  const careless = { ...machine, care: machine.care.map((care, index) => (index >= 4 ? 0 : care)) };
  const judge = new Judge(careless, 3, BYTE_WIDTHS);
  for (const parameters of (await learned(adder, 5, 60)).slice(0, 10)) {
    const judged = judge.judgeAndTune(parameters, DEFAULT_TRAINING, minibatches(adder, 5));
    expect(judged.verdict).toBe('proven');
  }
});
