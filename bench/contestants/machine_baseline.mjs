// carrybit 0.1.0: its own `train` on the machine as a task, with its defaults, or with another number of units.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { baselineFolder } from '../baseline.mjs';
import { serve } from '../serve.mjs';

const library = await import(pathToFileURL(join(baselineFolder, 'dist/src/index.js')).href);
const { constantBits, DEFAULT_TRAINING, train } = library;

await serve((machine) => ({
  versions: { carrybit: '0.1.0', node: process.versions.node },
  start: (maxStarts) => async () => {
    const began = process.cpuUsage();
    const stop = new AbortController();
    const timer = setInterval(() => {
      const { user, system } = process.cpuUsage(began);
      if (user + system > machine.maxSeconds * 1e6) stop.abort();
    }, 100);
    const { ownUnits: hidden = DEFAULT_TRAINING.hidden } = machine;
    const options = { ...DEFAULT_TRAINING, hidden, maxStarts };
    const { outcome, fixed, dropped } = await train(task(machine), options, undefined, {
      signal: stop.signal,
    });
    clearInterval(timer);
    const isProven = outcome === 'proven';
    const check = { outcome, dropped: dropped.length, bits: isProven ? constantBits(fixed) : null };
    return { done: maxStarts, check };
  },
}));

function task({ name, inputs, outputs, states, initial, next, output }) {
  const names = (letter, count) => Array.from({ length: count }, (_, bit) => `${letter}${bit}`);
  return {
    name,
    about: name,
    inputs: names('in', inputs),
    outputs: names('out', outputs),
    states,
    initial,
    step(state, bits) {
      const index = (state << inputs) | bits.reduce((word, bit, at) => word | (bit << at), 0);
      return { state: next[index], outputs: names('', outputs).map((_, bit) => (output[index] >> bit) & 1) };
    },
    operator: '',
    reading: (bits) => bits.join(''),
    exact: () => '',
  };
}
