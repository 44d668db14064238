import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Core } from '../../src/native/core.ts';
import { adder, drawSamples, parity, type Samples, sampleGenerator } from '../../src/tasks/index.ts';
import { OPTIMIZER_DEFAULTS } from '../../src/training/options.ts';

const HIDDEN = [3, 2, 4, 1, 3, 5, 8, 17];

/**
 * For each seed a digest of all bits that a core computes for it: short trainings with every optimizer in both
 * precisions, at sizes that depend on the seed, and what a trainer and an automaton answer. It runs wherever a core
 * does.
 */
export async function digests(core: Core, seeds: number): Promise<string[]> {
  const results: string[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const parts: Uint8Array[] = [automaton(core, seed)];
    for (const { optimizer } of Object.values(OPTIMIZER_DEFAULTS)) {
      for (const precision of ['float32', 'float64'] as const) {
        const task = seed % 3 === 0 ? parity : adder;
        const hidden = HIDDEN[seed % HIDDEN.length] ?? 3;
        const shape = { inputs: task.inputs.length, hidden, outputs: task.outputs.length };
        const generator = sampleGenerator(seed);
        const samples = drawSamples(task, generator, 90 + (seed % 40), 2 + (seed % 9));
        const test = drawSamples(task, generator, 50, 4);
        const schedule = { batch: 20 + (seed % 20), epochs: 3, overlapping: seed % 2 === 0 };
        const restarts = new core.Restarts(shape, optimizer, seed, schedule, samples, test, precision);
        for (const { start, exact, finished, losses, parameters } of await restarts.runAll(seed, 2)) {
          parts.push(bytes([start, exact, Number(finished), ...losses, ...parameters]));
        }
        // Which start was heard from last is up to the addon's threads.
        parts.push(bytes([restarts.progress().updates]));
        parts.push(
          trainer(core, samples, core.initialParameters(shape, seed, 1), optimizer, precision, shape),
        );
      }
    }
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    results.push(bytesToHex(hash.digest()).slice(0, 16));
  }
  return results;
}

function trainer(
  core: Core,
  samples: Samples,
  parameters: Float64Array,
  ...[optimizer, precision, shape]: [
    ConstructorParameters<Core['Trainer']>[2],
    ConstructorParameters<Core['Trainer']>[3],
    ConstructorParameters<Core['Trainer']>[0],
  ]
): Uint8Array {
  const network = new core.Trainer(shape, parameters, optimizer, precision);
  const losses = [network.loss(samples), network.update(samples), network.update(samples)];
  const numbers = [network.gradient(samples), network.predict(samples), network.parameters];
  return bytes([...losses, ...numbers.flatMap((each) => [...each])]);
}

/** A random machine over a random stream, from a state in the middle. */
function automaton(core: Core, seed: number): Uint8Array {
  const generator = sampleGenerator(seed);
  const below = (limit: number) => (generator.next() >>> 0) % limit;
  const [inputs, outputs, states] = [1 + below(3), 1 + below(3), 1 + below(9)];
  const table = (limit: number) => Uint32Array.from({ length: states << inputs }, () => below(limit));
  const machine = new core.Automaton({ inputs, outputs, next: table(states), output: table(1 << outputs) });
  machine.state = states - 1;
  const steps = 100 + below(5000);
  const stream = () => Uint8Array.from({ length: Math.ceil(steps / 8) }, () => below(256));
  const planes = machine.run(Array.from({ length: inputs }, stream), steps);
  return Uint8Array.from([machine.state, ...planes.flatMap((plane) => [...plane])]);
}

function bytes(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(numbers).buffer);
}
