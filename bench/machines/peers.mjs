// What peers are given of the collection, and what is kept of them.
import { existsSync, readFileSync } from 'node:fs';
import { machines } from './index.mjs';

export const recordedFile = new URL('peers.json', import.meta.url);

/** The machines that every peer can take: no output bit is a don't-care, and every input may come in every state. */
export const complete = machines
  .map(({ machine }) => machine)
  .filter(({ outputs, next, care }) => {
    const all = 2 ** outputs.length - 1;
    return next.every((to) => to >= 0) && care.every((bits) => bits === all);
  });

/** Every n-th of them, from the first one on: a choice that knows no result. */
export function sample(every) {
  return complete.filter((_, index) => index % every === 0);
}

/** The smallest n of which every n-th machine is done, and the results of these: what is begun is left out. */
export function finished(results) {
  const done = new Map(results.map((result) => [result.machine, result]));
  for (let every = 1; every <= complete.length; every++) {
    const names = sample(every).map(({ name }) => name);
    if (names.every((name) => done.has(name))) return { every, results: names.map((name) => done.get(name)) };
  }
  return { every: Number.POSITIVE_INFINITY, results: [] };
}

/** How torch trains, what ends it early, and how its network is tested. */
export const TORCH_TRAINING = {
  ...{ batch: 128, steps: 32, rate: 0.01, lastRate: 0.001, maxNorm: 1 },
  ...{ lookEvery: 100, lookSteps: 1000, exactLooks: 5 },
  ...{ testStreams: 8, testSteps: 100_000 },
};

/** Seconds of the processor for a machine. */
export const MAX_SECONDS = 60;

/** A machine as contestants read it. `hidden` is the number of torch's units. */
export function peerCase({ name, inputs, outputs, states, initial, next, output }) {
  return {
    ...{ name, inputs: inputs.length, outputs: outputs.length, states, initial, next, output },
    hidden: Math.max(8, 2 * states.length),
    training: TORCH_TRAINING,
    maxSeconds: MAX_SECONDS,
    seed: 1,
  };
}

/** The results in the repository; without any, no peers. */
export function recorded() {
  return existsSync(recordedFile) ? JSON.parse(readFileSync(recordedFile, 'utf8')) : { cpu: '', peers: [] };
}
