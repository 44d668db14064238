import { Nesterov } from '../../../bench/contestants/plain-optimizer.mjs';
import { threeStateUpdate } from '../../../bench/contestants/plain-three.mjs';
import type { Core } from '../../../src/native/core.ts';
import { adder, drawSamples, sampleGenerator } from '../../../src/tasks/index.ts';
import { DEFAULT_TRAINING } from '../../../src/training/index.ts';

/**
 * Milliseconds of the default training, again and again: the core's, from samples to the answers to the test; of that
 * what it takes once its samples are checked and cut; and the updates of the benchmark's trainer in plain JavaScript,
 * which takes samples as they are and is not tested, from the same parameters with the same minibatches. They take
 * turns.
 */
export async function measure(core: Core): Promise<{ core: number[]; prepared: number[]; plain: number[] }> {
  const { optimizer, seed, batch, epochs, samples, bits, precision } = DEFAULT_TRAINING;
  const shape = { inputs: 2, hidden: 3, outputs: 1 };
  const generator = sampleGenerator(seed);
  const training = drawSamples(adder, generator, samples, bits);
  const test = drawSamples(adder, generator, samples, bits);
  const timed = async (work: () => unknown): Promise<number> => {
    const since = performance.now();
    await work();
    return performance.now() - since;
  };
  const results = { core: [] as number[], prepared: [] as number[], plain: [] as number[] };
  for (let round = 0; round < 40; round++) {
    const schedule = { batch, epochs, overlapping: false };
    const since = performance.now();
    const restarts = new core.Restarts(shape, optimizer, seed, schedule, training, test, precision);
    results.prepared.push(await timed(() => restarts.runAll(0, 1)));
    results.core.push(performance.now() - since);
    const parameters = core.initialParameters(shape, seed, 0);
    results.plain.push(await timed(() => plainUpdates(parameters, training)));
  }
  return results;

  function plainUpdates(parameters: Float64Array, { inputs, targets, steps }: typeof training): void {
    const update = threeStateUpdate({ batch, steps });
    const gradient = new Float64Array(parameters.length);
    const rule = new Nesterov(optimizer as ConstructorParameters<typeof Nesterov>[0], parameters.length);
    const batches = samples / batch;
    for (let n = 0; n < epochs * batches; n++) {
      const [from, to] = [(n % batches) * batch * steps, ((n % batches) + 1) * batch * steps];
      rule.lookAhead(parameters);
      update(parameters, inputs.subarray(2 * from, 2 * to), targets.subarray(from, to), gradient);
      rule.step(parameters, gradient);
    }
  }
}
