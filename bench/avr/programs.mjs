// Programs for the ATmega328P, built and run on two simulators that must agree in every cycle and byte.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Uno } from '../../dist/firmware-sim/index.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const firmware = fileURLToPath(new URL('../../firmware', import.meta.url));
/** Its portable part, and what is the Uno's. */
export const core = `${firmware}/core`;
export const uno = `${firmware}/boards/uno`;
const build = `${firmware}/build/figures`;
const GPIOR0 = 0x3e;
const COMPILE = [
  '-std=gnu11',
  '-mmcu=atmega328p',
  '-DF_CPU=16000000UL',
  '-ffunction-sections',
  '-fdata-sections',
];
/** Of a contestant that is the firmware's cell. */
export const FIRMWARE = ['-O2', '-fshort-enums', `-I${core}`, `-I${uno}`, 'firmware.c', `${core}/cell.c`];

mkdirSync(build, { recursive: true });
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

/** The network that the next programs run; some have it in float, too. */
export function setNetwork(fixed, float) {
  writeFileSync(`${build}/network.h`, header(fixed, float));
}

/** Builds `harness.c` with these files; `states` is how many values a state has. */
export function program({ state, arguments: files }, states = 3) {
  writeFileSync(
    `${build}/cell_state.h`,
    `#include <stdint.h>\ntypedef ${state} cell_state;\nenum { STATES = ${states} };\n`,
  );
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

/** Runs jobs on avr8js and on simavr, which must agree in every cycle and byte. */
export function both({ symbols, hex }, jobs) {
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
  const results = run(`${build}/simavr`, [`${build}/run.hex`], lines.join(''))
    .trimEnd()
    .split('\n');
  return jobs.map(({ peeks }, at) => {
    const [cycles, text = ''] = results[at].split(' ');
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

function header(fixed, float) {
  const array = (type, name, values) =>
    `static ${type} ${name}[] __attribute__((unused)) = {${[...values].join(', ')}};\n`;
  const bias = float && Array.from(float.bInput, (value, unit) => value + float.bRecurrent[unit]);
  return [
    '#include <stdint.h>\n#ifndef CONSTANT\n#define CONSTANT const\n#endif\n',
    ...(float
      ? [
          array('float', 'float_input', float.wInput),
          array('float', 'float_bias', bias),
          array('float', 'float_recurrent', float.wRecurrent),
          array('float', 'float_output', float.wOutput),
          array('float', 'float_output_bias', float.bOutput),
        ]
      : []),
    `enum { INPUTS = ${fixed.inputs}, HIDDEN = ${fixed.hidden}, OUTPUTS = ${fixed.outputs} };\n`,
    `enum { STATE_BITS = ${fixed.stateBits}, TABLE_BITS = ${fixed.tableBits}, INDEX_SHIFT = ${fixed.indexShift} };\n`,
    array('CONSTANT int8_t', 'input_weights', fixed.inputWeights),
    array('CONSTANT int8_t', 'state_bias', fixed.stateBias),
    array('CONSTANT int8_t', 'recurrent_weights', fixed.recurrentWeights),
    array('CONSTANT int8_t', 'output_weights', fixed.outputWeights),
    array('CONSTANT int8_t', 'output_bias', fixed.outputBias),
    array('CONSTANT int8_t', 'tanh_table', fixed.table),
    array('CONSTANT int8_t', 'initial_state', fixed.initialState),
  ].join('');
}

/** Lines of texts as columns. */
export function grid(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  '),
  );
}
