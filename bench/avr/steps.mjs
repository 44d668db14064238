// Cycles of a step of the firmware's cell for any network, by size: exact, on two simulators, the same for whatever
// states and inputs, and those that `flash-weights` prints (src/board/step-time.ts).
import { stepCycles } from '../../dist/modules/src/board/step-time.js';
import { FixedCell } from '../../dist/src/index.js';
import { both, core, FIRMWARE, grid, program, setNetwork, uno } from './programs.mjs';

/** Call, `ldi`, return: what no_step.c takes. */
const NO_STEP = 9;
const SHAPES = [
  [1, 1, 1, { stateBits: 1, tableBits: 1, indexShift: 0 }],
  [2, 3, 1, { stateBits: 8, tableBits: 8, indexShift: 8 }],
  [2, 8, 1, { stateBits: 4, tableBits: 6, indexShift: 5 }],
  [2, 8, 1, { stateBits: 2, tableBits: 1, indexShift: 0 }],
  [3, 12, 2, { stateBits: 2, tableBits: 1, indexShift: 0 }],
  [4, 16, 4, { stateBits: 2, tableBits: 1, indexShift: 0 }],
  [2, 19, 1, { stateBits: 2, tableBits: 2, indexShift: 15 }],
];

let seed = 1;
const random = (low, high) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return low + ((seed % 65521) % (high - low + 1));
};
const many = (count, limit) => Array.from({ length: count }, () => random(-limit, limit));

const rows = SHAPES.map(([inputs, hidden, outputs, bits]) => {
  const fixed = network(inputs, hidden, outputs, bits);
  const cycles = stepCycles(fixed, false);
  for (const measured of cyclesOf(fixed))
    if (measured !== cycles)
      throw new Error(`a step of ${hidden} units takes ${measured} cycles, expected ${cycles}`);
  const size = [inputs, hidden, outputs, bits.stateBits, bits.tableBits, bits.indexShift];
  return [...size.map(String), `${cycles}`, (cycles / 16).toFixed(1)];
});
const head = ['inputs', 'units', 'outputs', 'state bits', 'table bits', 'shift', 'cycles', 'µs'];
process.stdout.write(
  'A step of the cell for any network, with its call: the same for whatever weights, states and inputs.\n\n' +
    `${grid([head, ...rows]).join('\n')}\n`,
);

function network(inputs, hidden, outputs, bits) {
  const top = 2 ** (bits.stateBits - 1);
  const limit = Math.min(7, Math.floor(32767 / top / (inputs + hidden + 1)));
  const states = (count) => Array.from({ length: count }, () => random(-top, top - 1));
  return {
    ...{ inputs, hidden, outputs, weightBits: 8, fractionBits: 0, ...bits },
    initialState: states(hidden),
    inputWeights: many(inputs * hidden, limit),
    stateBias: many(hidden, limit),
    recurrentWeights: many(hidden * hidden, limit),
    outputWeights: many(hidden * outputs, limit),
    outputBias: many(outputs, limit),
    table: states(2 ** bits.tableBits),
  };
}

/** Of steps from random states with random inputs, each compared with the cell on this computer. */
function cyclesOf(fixed) {
  setNetwork(fixed);
  const build = (file) =>
    program(
      {
        state: 'int8_t',
        arguments: ['-DPLAIN', '-DSTEP', ...FIRMWARE, `${core}/cell_adder.c`, file],
      },
      fixed.hidden,
    );
  const top = 2 ** (fixed.stateBits - 1);
  const taken = Array.from({ length: 100 }, () => ({
    state: Array.from({ length: fixed.hidden }, () => random(-top, top - 1)),
    input: random(0, 2 ** fixed.inputs - 1),
  }));
  const jobs = taken.map(({ state, input }) => ({
    pokes: { state: state.map((value) => value & 0xff), in: [input], steps: [1] },
    peeks: { state: fixed.hidden, out: 1 },
  }));
  const [{ cycles: without }] = both(build('no_step.c'), jobs.slice(0, 1));
  return both(build(`${uno}/cell_plain.S`), jobs).map(({ cycles, bytes }, at) => {
    const cell = new FixedCell(fixed);
    cell.state.set(taken[at].state);
    const output = cell.step(taken[at].input);
    const next = [...cell.state].map((value) => value & 0xff);
    if (bytes.out[0] !== output || next.join() !== bytes.state.join())
      throw new Error(`a step of ${fixed.hidden} units goes wrong`);
    return cycles - without + NO_STEP;
  });
}
