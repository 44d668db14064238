import { expect, test } from 'vitest';
import {
  adder,
  BYTE_WIDTHS,
  checkMachine,
  comparator,
  DEFAULT_TRAINING,
  parity,
  prove,
  ROUNDINGS,
  subtractor,
  type Task,
  train,
  type Widths,
} from '../src/index.ts';
import { Judge } from '../src/judge.ts';
import { judgeInTypeScript } from '../src/judge-in-typescript.ts';
import { countDropped } from '../src/train.ts';
import { allStarts, minibatches } from '../src/training/index.ts';

/** Parameters of the first starts of a seed that learned. */
async function learned(task: Task, seed: number, maxStarts: number): Promise<Float64Array[]> {
  const parameters: Float64Array[] = [];
  for await (const starts of allStarts(task, { ...DEFAULT_TRAINING, seed, maxStarts }, 0)) {
    for (const trained of starts) if (trained.accuracy === 1) parameters.push(trained.parameters);
  }
  return parameters;
}

function shapeOf(task: Task) {
  return { inputs: task.inputs.length, hidden: 3, outputs: task.outputs.length };
}

/** What the judge in TypeScript says, which does without the addon. */
function slowly(task: Task, parameters: Float64Array, widths: Widths) {
  const { verdict, rounding, counterexample } = judgeInTypeScript(
    checkMachine(task),
    shapeOf(task),
    widths,
    parameters,
    ROUNDINGS.length,
  );
  if (verdict === 'disproved') return { verdict, counterexample: Array.from(counterexample ?? []) };
  return verdict === 'proven' ? { verdict, rounding: rounding + 1 } : { verdict };
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
      if (judged.verdict === 'proven') expect(prove(judged.fixed, task).verdict).toBe('proven');
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
  expect(() => new Judge(checkMachine(adder), 3, { ...BYTE_WIDTHS, weightBits: 9 })).toThrow('weightBits');
});

test('what no rounding proves is fine-tuned, and then at least 99.5 % of 650 learned starts are proven', async () => {
  const judge = new Judge(checkMachine(adder), 3, BYTE_WIDTHS);
  const seed = 104;
  const count = { plain: 0, rounded: 0, tuned: 0, lost: 0 };
  for (const parameters of await learned(adder, seed, 1600)) {
    const judged = judge.judgeAndTune(parameters, DEFAULT_TRAINING, () => minibatches(adder, { seed }));
    if (judged.verdict !== 'proven') count.lost++;
    else {
      expect(prove(judged.fixed, adder).verdict).toBe('proven');
      if (judged.rounds > 0) count.tuned++;
      else if (judged.rounding === 1) count.plain++;
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
  // The tutorial's way: one rounding, and no fine-tuning.
  const once = { roundings: 1, rounds: 0 };
  let roundingAlone = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { dropped } = await train(adder, { ...DEFAULT_TRAINING, seed }, BYTE_WIDTHS, {}, once);
    for (const each of dropped) {
      if (each.reason !== 'disproved') continue;
      const { inputs, expected } = each.counterexample;
      const { drift, floatFails, floatOutputs, outputsPart, statesPart } = each.apart;
      expect(drift).toHaveLength(inputs.length);
      if (floatFails !== undefined) continue;
      roundingAlone++;
      expect(floatOutputs).toEqual(expected);
      // The stream is a shortest one, so all outputs before the last were right.
      expect(outputsPart).toBe(inputs.length);
      expect(statesPart === undefined || statesPart <= inputs.length).toBe(true);
    }
  }
  expect(roundingAlone).toBeGreaterThan(0);
});

test('a start that one rounding proves keeps its constants, and no start is dropped for its rounding', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const options = { ...DEFAULT_TRAINING, seed };
    const plain = await train(adder, options, BYTE_WIDTHS, {}, { roundings: 1, rounds: 0 });
    const all = await train(adder, options);
    if (plain.outcome !== 'proven' || all.outcome !== 'proven') throw new Error(`seed ${seed} is not proven`);
    expect(all.trained.start).toBeLessThanOrEqual(plain.trained.start);
    if (all.trained.start === plain.trained.start) expect(all.fixed).toEqual(plain.fixed);
    else expect([all.rounding > 1, all.rounds > 0]).toContain(true);
    expect(countDropped(all.dropped)).toMatchObject({ notQuantizable: 0, disproved: 0, undecided: 0 });
  }
});

test('bits that nobody cares for teach nothing', async () => {
  const machine = checkMachine(adder);
  // Sums matter only when no carry comes in; both networks see the same counterexamples until then.
  const careless = {
    ...machine,
    output: machine.output.map((output, index) => (index >= 4 ? 0 : output)),
    care: machine.care.map((care, index) => (index >= 4 ? 0 : care)),
  };
  const judge = new Judge(careless, 3, BYTE_WIDTHS);
  for (const parameters of (await learned(adder, 5, 60)).slice(0, 10)) {
    const judged = judge.judgeAndTune(parameters, DEFAULT_TRAINING, () => minibatches(adder, { seed: 5 }));
    expect(judged.verdict).toBe('proven');
  }
});
