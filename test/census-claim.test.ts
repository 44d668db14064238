import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BYTE_WIDTHS } from '../src/fixed/index.ts';
import { Judge } from '../src/judge.ts';
import { MachineStepper } from '../src/machine/index.ts';
import { adder } from '../src/tasks/index.ts';
import { allStarts, DEFAULT_TRAINING, type FloatNetwork, floatNetwork } from '../src/training/index.ts';
import { root } from './cli/carrybit.ts';

const STARTS = 2000;

/** Output bits of the float network, in float64, for steps of packed inputs. */
function floatOutputs({ hidden, parameters }: FloatNetwork, inputs: readonly number[]): number[] {
  const { s0, wInput, bInput, wRecurrent, bRecurrent, wOutput, bOutput } = parameters;
  const dot = (values: ArrayLike<number>, weights: Float64Array, to: number, width: number) =>
    Array.from(values).reduce((sum, value, from) => sum + value * (weights[from * width + to] ?? NaN), 0);
  let state = s0;
  return inputs.map((packed) => {
    const bits = [packed & 1, packed >> 1];
    state = Float64Array.from({ length: hidden }, (_, to) =>
      Math.tanh(
        dot(bits, wInput, to, hidden) +
          (bInput[to] ?? NaN) +
          dot(state, wRecurrent, to, hidden) +
          (bRecurrent[to] ?? NaN),
      ),
    );
    return dot(state, wOutput, 0, 1) + (bOutput[0] ?? NaN) > 0 ? 1 : 0;
  });
}

test('what the README says of disproved networks is counted: how many fail early, how many are right in float', async () => {
  const options = { ...DEFAULT_TRAINING, maxStarts: STARTS };
  const shape = { inputs: 2, hidden: options.hidden, outputs: 1 };
  const judge = new Judge(adder, options.hidden, BYTE_WIDTHS);
  const machine = new MachineStepper(adder);
  const count = { disproved: 0, early: 0, rightInFloat: 0 };
  for await (const starts of allStarts(adder, options, 0)) {
    for (const trained of starts) {
      if (trained.accuracy < 1) continue;
      const float = floatNetwork(shape, trained.parameters);
      const verdict = judge.judge(trained.parameters, 1);
      if (verdict.verdict !== 'disproved') continue;
      const inputs = verdict.counterexample;
      machine.reset();
      const expected = inputs.map((word) => machine.step(word));
      count.disproved++;
      if (inputs.length <= options.bits + 1) count.early++;
      if (floatOutputs(float, inputs).every((output, step) => output === expected[step]))
        count.rightInFloat++;
    }
  }
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(readme).toContain(
    `Among the first ${STARTS.toLocaleString('en')} starts, ${count.disproved} rounded networks are wrong on some stream, ` +
      `${count.early} of them within the seven steps of a test addition. On the stream where each first fails, ` +
      `${count.rightInFloat} of ${count.disproved} float networks are correct.`,
  );
});
