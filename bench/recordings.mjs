// Infers machines of the collection from recordings with 1 % wrong bits, and prints a table of how many it finds again.
import { parseArgs } from 'node:util';
import { FormatError } from '../dist/modules/src/machine/formats/format-error.js';
import { infer } from '../dist/modules/src/machine/formats/infer.js';
import { difference, MachineStepper, minimize } from '../dist/modules/src/machine/index.js';
import { machines } from './machines/index.mjs';
import { drawn, words } from './machines/random.mjs';

/** Sequences and steps of each. */
const SHAPES = [
  [1, 1000],
  [1, 3000],
  [20, 50],
];
/** Of so many recorded bits one is wrong. */
const ONE_WRONG_IN = 100;
/** A machine counts if each of its steps was recorded this often; others cannot be told from the recordings. */
const MIN_TAKEN = 3;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { seeds: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const seeds = values.seeds.split(',').map(Number);
const [filter = ''] = positionals;
const isSmall = ({ inputs, states, next }) =>
  inputs.length <= 2 && states.length >= 3 && states.length <= 8 && next.every((to) => to >= 0);
const random = [1, 2].flatMap((inputs) =>
  [3, 4, 5, 6, 7, 8].flatMap((states) =>
    [1, 2].map((outputs) => words(states + 10, states, inputs, outputs)),
  ),
);
const chosen = [...machines.map(({ machine }) => machine), ...random]
  .map((machine) => minimize(machine))
  .filter((machine) => isSmall(machine) && machine.name.includes(filter));

process.stdout.write(
  '| recordings, 1 % of bits wrong | machines | found | with the initial state | refused | mean seconds |\n|---|---|---|---|---|---|\n',
);
for (const [sequences, steps] of SHAPES) {
  const count = { all: 0, found: 0, initial: 0, refused: 0 };
  const began = process.cpuUsage();
  for (const machine of chosen) {
    for (const seed of seeds) {
      const recorded = record(machine, sequences, steps, drawn(seed + 17 * machine.states.length));
      if (recorded === undefined) continue;
      count.all += 1;
      try {
        const { inputs, outputs, name } = machine;
        const { machine: found } = infer(recorded, { inputs, outputs, name });
        const begins = found.states.map((_, initial) => ({ ...found, initial }));
        if (begins.some((each) => isSame(each, machine))) count.found += 1;
        if (isSame(found, machine)) count.initial += 1;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        count.refused += 1;
      }
    }
  }
  const { user, system } = process.cpuUsage(began);
  const seconds = ((user + system) / 1e6 / Math.max(1, count.all)).toFixed(1);
  process.stdout.write(
    `| ${sequences} × ${steps} steps | ${count.all} | ${count.found} | ${count.initial} | ${count.refused} | ${seconds} |\n`,
  );
}

function isSame(found, machine) {
  return found.next.every((to) => to >= 0) && difference(found, machine) === undefined;
}

/** Recordings with wrong bits; undefined if some step was taken too seldom. */
function record(machine, sequences, steps, draw) {
  const stepper = new MachineStepper(machine);
  const taken = new Array(machine.next.length).fill(0);
  const recorded = Array.from({ length: sequences }, (_, sequence) => {
    stepper.reset();
    return Array.from({ length: steps }, (_, step) => {
      const word = draw(2 ** machine.inputs.length);
      taken[stepper.state[0] * 2 ** machine.inputs.length + word] += 1;
      let output = stepper.step(word);
      for (const bit of machine.outputs.keys()) if (draw(ONE_WRONG_IN) === 0) output ^= 1 << bit;
      return { word, output, care: stepper.care, line: 2 + sequence * (steps + 1) + step };
    });
  });
  return taken.every((times) => times >= MIN_TAKEN) ? recorded : undefined;
}
