// Cycles, flash and RAM of the adder's cell on the ATmega328P, beside others: exact, on two simulators.
//   make -C firmware figures
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Uno } from '../../dist/firmware-sim/index.js';
import { adder, DEFAULT_TRAINING, FixedCell, train } from '../../dist/src/index.js';
import { networkGraph } from '../../dist/src/proof/index.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const firmware = fileURLToPath(new URL('../../firmware', import.meta.url));
const build = `${firmware}/build/figures`;
const GPIOR0 = 0x3e;
const COMPILE = [
  '-std=gnu11',
  '-mmcu=atmega328p',
  '-DF_CPU=16000000UL',
  '-ffunction-sections',
  '-fdata-sections',
];
const FIRMWARE = ['-O2', '-fshort-enums', `-I${firmware}`, 'firmware.c', `${firmware}/cell.c`];

/** `packed`: three pairs to a byte in, seven sums to a byte out; else one. */
const CONTESTANTS = [
  { name: 'float, in the manner of keras2c', state: 'float', arguments: ['-Os', 'float.c', '-lm'] },
  { name: 'int8, written naively', state: 'int8_t', arguments: ['-Os', 'int8.c'] },
  {
    name: 'carrybit, any network, C',
    state: 'int8_t',
    packed: true,
    arguments: ['-DPLAIN', ...FIRMWARE, `${firmware}/cell_adder.c`, `${firmware}/cell_plain.c`],
  },
  {
    name: 'carrybit, any network, assembly',
    state: 'int8_t',
    packed: true,
    arguments: ['-DPLAIN', ...FIRMWARE, `${firmware}/cell_adder.c`, `${firmware}/cell_plain.S`],
  },
  {
    name: 'carrybit, adder, C',
    state: 'int8_t',
    packed: true,
    arguments: [...FIRMWARE, `${firmware}/cell_adder.c`, `${firmware}/cell_plain.c`],
  },
  {
    name: 'carrybit, adder, assembly',
    state: 'int8_t',
    packed: true,
    arguments: [...FIRMWARE, `${firmware}/cell_adder.S`, `${firmware}/cell_plain.S`],
  },
  {
    name: 'carrybit, remembered',
    state: 'int8_t',
    packed: true,
    arguments: [
      '-DREMEMBERED',
      ...FIRMWARE,
      ...['cell_adder.S', 'cell_plain.S', 'transitions.c', 'transitions_follow.S'].map((file) => `${firmware}/${file}`),
    ],
  },
];

const {
  float: { parameters: float },
  fixed,
  proof,
} = await train(adder, DEFAULT_TRAINING);
mkdirSync(build, { recursive: true });
writeFileSync(`${build}/network.h`, header(float, fixed));
run('gcc', [
  '-O2',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-o',
  `${build}/simavr`,
  'simavr.c',
  '-lsimavr',
  '-lelf',
  '-lm',
]);

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

function program({ state, arguments: files }) {
  writeFileSync(`${build}/cell_state.h`, `#include <stdint.h>\ntypedef ${state} cell_state;\n`);
  run('avr-gcc', [
    ...COMPILE,
    `-I${build}`,
    '-I.',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-Wl,--gc-sections',
    '-o',
    `${build}/cell.elf`,
    'harness.c',
    ...files,
  ]);
  run('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', `${build}/cell.elf`, `${build}/cell.hex`]);
  const [text, data] = run('avr-size', [`${build}/cell.elf`])
    .split('\n')[1]
    .trim()
    .split(/\s+/)
    .map(Number);
  const lines = run('avr-nm', ['-S', `${build}/cell.elf`])
    .split('\n')
    .map((line) => line.split(' '));
  const inRam = lines
    .filter(([, , type]) => /^[bd]$/i.test(type))
    .map(([, size]) => Number.parseInt(size, 16));
  return {
    flash: text + data,
    ram: inRam.reduce((sum, size) => sum + size, 0),
    symbols: Object.fromEntries(
      lines.map(([address, ...rest]) => [rest.at(-1), Number.parseInt(address, 16) & 0xffff]),
    ),
    hex: readFileSync(`${build}/cell.hex`, 'latin1'),
  };
}

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
  const [least, most] = [Math.min(...cycles), Math.max(...cycles)];
  return [
    name,
    least === most ? `${least}` : `${least} … ${most}`,
    ((long.cycles - short.cycles) / (stream.length - 3)).toFixed(2),
    `${built.flash - empty.flash}`,
    `${built.ram - empty.ram}`,
  ];
}

/** Runs jobs on avr8js and on simavr, which must agree in every cycle and byte. */
function both({ symbols, hex }, jobs) {
  const addressed = jobs.map(({ pokes, peeks }) => ({
    pokes: Object.entries(pokes).map(([name, bytes]) => [symbols[name], bytes]),
    peeks: Object.entries(peeks).map(([name, length]) => [name, symbols[name], length]),
  }));
  const ours = onAvr8js(hex, addressed);
  onSimavr(hex, addressed).forEach((result, at) => {
    if (JSON.stringify(result) !== JSON.stringify(ours[at]))
      throw new Error(`avr8js and simavr differ: ${JSON.stringify(ours[at])}, ${JSON.stringify(result)}`);
  });
  return ours;
}

function onAvr8js(hex, jobs) {
  const uno = new Uno({ firmware: hex });
  const { data } = uno.core;
  const until = (mark) => {
    if (!uno.runUntil(() => data[GPIOR0] === mark, 1e8))
      throw new Error(`the program does not come to mark ${mark}`);
  };
  until(1);
  return jobs.map(({ pokes, peeks }) => {
    until(2);
    for (const [address, bytes] of pokes) data.set(bytes, address);
    until(1);
    const from = uno.cycles;
    until(2);
    const bytes = peeks.map(([name, address, length]) => [name, [...data.slice(address, address + length)]]);
    return { cycles: uno.cycles - from, bytes: Object.fromEntries(bytes) };
  });
}

function onSimavr(hex, jobs) {
  writeFileSync(`${build}/run.hex`, hex);
  const lines = jobs.map(
    ({ pokes, peeks }) =>
      `${pokes.map(([address, bytes]) => `${address.toString(16)}=${Buffer.from(bytes).toString('hex')}`).join(' ')}:${peeks.map(([, address, length]) => `${address.toString(16)},${length}`).join(' ')}\n`,
  );
  const answers = run(`${build}/simavr`, [`${build}/run.hex`], lines.join(''))
    .trimEnd()
    .split('\n');
  return jobs.map(({ peeks }, at) => {
    const [cycles, text = ''] = answers[at].split(' ');
    let rest = [...Buffer.from(text, 'hex')];
    const bytes = peeks.map(([name, , length]) => {
      const part = rest.slice(0, length);
      rest = rest.slice(length);
      return [name, part];
    });
    return { cycles: Number(cycles), bytes: Object.fromEntries(bytes) };
  });
}

function run(command, parameters, input = '') {
  return execFileSync(command, parameters, { cwd: here, input, encoding: 'utf8', maxBuffer: 1 << 24 });
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

function header(float, fixed) {
  const array = (type, name, values) =>
    `static ${type} ${name}[] __attribute__((unused)) = {${[...values].join(', ')}};\n`;
  const bias = Array.from(float.bInput, (value, unit) => value + float.bRecurrent[unit]);
  return [
    '#include <stdint.h>\n#ifndef CONSTANT\n#define CONSTANT const\n#endif\n',
    array('float', 'float_input', float.wInput),
    array('float', 'float_bias', bias),
    array('float', 'float_recurrent', float.wRecurrent),
    array('float', 'float_output', float.wOutput),
    array('float', 'float_output_bias', float.bOutput),
    array('CONSTANT int8_t', 'input_weights', fixed.inputWeights),
    array('CONSTANT int8_t', 'state_bias', fixed.stateBias),
    array('CONSTANT int8_t', 'recurrent_weights', fixed.recurrentWeights),
    array('CONSTANT int8_t', 'output_weights', fixed.outputWeights),
    array('CONSTANT int8_t', 'output_bias', fixed.outputBias),
    array('CONSTANT int8_t', 'tanh_table', fixed.table),
    array('CONSTANT int8_t', 'initial_state', fixed.initialState),
  ].join('');
}

function grid(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  '),
  );
}
