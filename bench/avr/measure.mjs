// Cycles, flash and RAM of the adder's cell on the ATmega328P, beside others: exact, on two simulators.
//   make -C firmware figures

import { networkGraph } from '../../dist/modules/src/proof/index.js';
import { adder, DEFAULT_TRAINING, FixedCell, train } from '../../dist/src/index.js';
import { both, core, FIRMWARE, grid, program, setNetwork, uno } from './programs.mjs';

/** `packed`: three pairs to a byte in, seven sums to a byte out; else one. */
const CONTESTANTS = [
  { name: 'float, in the manner of keras2c', state: 'float', arguments: ['-Os', 'float.c', '-lm'] },
  { name: 'int8, written naively', state: 'int8_t', arguments: ['-Os', 'int8.c'] },
  {
    name: 'carrybit, any network, C',
    state: 'int8_t',
    packed: true,
    arguments: ['-DPLAIN', ...FIRMWARE, `${core}/cell_adder.c`, `${core}/cell_plain.c`],
  },
  {
    name: 'carrybit, any network, assembly',
    state: 'int8_t',
    packed: true,
    arguments: ['-DPLAIN', ...FIRMWARE, `${core}/cell_adder.c`, `${uno}/cell_plain.S`],
  },
  {
    name: 'carrybit, adder, C',
    state: 'int8_t',
    packed: true,
    arguments: [...FIRMWARE, `${core}/cell_adder.c`, `${core}/cell_plain.c`],
  },
  {
    name: 'carrybit, adder, assembly',
    state: 'int8_t',
    packed: true,
    arguments: [...FIRMWARE, `${uno}/cell_adder.S`, `${uno}/cell_plain.S`],
  },
  {
    name: 'carrybit, remembered',
    state: 'int8_t',
    packed: true,
    arguments: [
      '-DREMEMBERED',
      ...FIRMWARE,
      `${core}/transitions.c`,
      ...['cell_adder.S', 'cell_plain.S', 'transitions_follow.S'].map((file) => `${uno}/${file}`),
    ],
  },
];

const {
  float: { parameters: float },
  fixed,
  proof,
} = await train(adder, DEFAULT_TRAINING);
setNetwork(fixed, float);

const empty = program({ state: 'int8_t', arguments: ['-Os', 'nothing.c'] });
const { nodes, states } = networkGraph(proof.pairs);
const transitions = Array.from({ length: nodes }, (_, at) =>
  Array.from(states.subarray(3 * at, 3 * at + 3)),
).flatMap((state) => [0, 1, 2, 3].map((pair) => ({ state, pair })));
const stream = randomPairs(174);
const rows = CONTESTANTS.map((contestant) => figures(contestant, program(contestant)));
process.stdout.write(
  `${[
    `One step of the adder on the ATmega328P, over all ${transitions.length} transitions it can reach; exact counts, the same on`,
    'avr8js and simavr. Flash and RAM: cell and constants, without start-up code.',
    '',
    ...grid([['', 'a step with its call', 'a pair in a stream', 'flash', 'RAM'], ...rows]),
  ].join('\n')}\n`,
);

function figures({ name, state, packed }, built) {
  const cost = both(empty, [{ pokes: {}, peeks: {} }])[0].cycles;
  const job = (from, pairs) => ({
    pokes: {
      ...(from && { state: encode(state, from) }),
      in: packed ? pack(pairs) : pairs,
      steps: [pairs.length],
    },
    peeks: { state: state === 'float' ? 12 : 3, out: packed ? Math.ceil(pairs.length / 7) : pairs.length },
  });
  const single = both(
    built,
    transitions.map(({ state: from, pair }) => job(from, [pair])),
  );
  single.forEach(({ bytes }, at) => {
    const cell = new FixedCell(fixed);
    cell.state.set(transitions[at].state);
    const sum = cell.step(transitions[at].pair);
    const next = state === 'float' ? [] : [...cell.state].map((value) => value & 0xff);
    if (bytes.out[0] !== sum || next.some((byte, unit) => byte !== bytes.state[unit]))
      throw new Error(`${name} goes wrong at transition ${at}`);
  });
  const cycles = single.map((result) => result.cycles - cost);
  // Two that go on where the one before ended, as the messages of a stream do.
  const [, long, short] = both(built, [
    job(fixed.initialState, stream),
    job(undefined, stream),
    job(undefined, stream.slice(0, 3)),
  ]);
  const [min, max] = [Math.min(...cycles), Math.max(...cycles)];
  return [
    name,
    min === max ? `${min}` : `${min} … ${max}`,
    ((long.cycles - short.cycles) / (stream.length - 3)).toFixed(2),
    `${built.flash - empty.flash}`,
    `${built.ram - empty.ram}`,
  ];
}

function encode(type, values) {
  return type === 'float'
    ? new Uint8Array(Float32Array.from(values, (value) => value / 128).buffer)
    : values.map((value) => value & 0xff);
}

function pack(pairs) {
  return Array.from({ length: Math.ceil(pairs.length / 3) }, (_, at) =>
    pairs.slice(3 * at, 3 * at + 3).reduce((byte, pair, place) => byte | (pair << (2 * place)), 0),
  );
}

function randomPairs(count) {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 30;
  });
}
