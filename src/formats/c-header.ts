import type { FixedNetwork } from '../fixed/fixed-network.ts';
import type { Named } from '../machine/symbols.ts';
import { identifier } from './identifiers.ts';
import { wordConstants } from './word-constants.ts';

/**
 * A C header with the fixed network's constants and a cell for them (docs/spec.md section 2), for C99 and C++11 on
 * any machine: no multiplication wider than 8 × 8, no division, no float. On AVR the constants stay in flash. All
 * names begin with the network's, so that headers of several networks go into one program.
 *
 * @param comment lines for the top of the file.
 * @param named gives constants for symbols or bits their names.
 */
export function cHeader(
  name: string,
  network: FixedNetwork,
  comment: readonly string[],
  named?: Named,
): string {
  const { inputs, hidden, outputs, stateBits, tableBits, indexShift } = network;
  const id = identifier(name);
  const upper = id.toUpperCase();
  const half = 2 ** (tableBits - 1);
  const one = 2 ** (stateBits - 1);
  const [unit, input, output] = [counter(hidden), counter(inputs), counter(outputs)];
  const [inputWord, outputWord] = [word(inputs), word(outputs)];
  const read = (array: string) => `${upper}_READ(&${id}_${array})`;
  const address =
    stateBits === 8 && tableBits === 8 && indexShift === 8
      ? [`        next[to] = ${read(`table[(uint8_t)${id}_floor_shift(acc)]`)};`]
      : [
          `        int16_t index = ${id}_floor_shift(acc);`,
          `        if (index < ${-half}) index = ${-half};`,
          `        if (index > ${half - 1}) index = ${half - 1};`,
          `        next[to] = ${read(`table[index & ${2 * half - 1}]`)};`,
        ];
  return `${[
    ...blockComment([
      ...comment,
      'A weight w stands for w / 2^fraction, a state s for s / 2^(state bits - 1); matrices are [from][to].',
      `Begin every stream with ${id}_reset(). Bit i of a word is input i, and bit o of what it gives output o.`,
    ]),
    `#ifndef CARRYBIT_${upper}_H`,
    `#define CARRYBIT_${upper}_H`,
    '#include <stdint.h>',
    '#if defined(__AVR__)',
    '#include <avr/pgmspace.h>',
    `#define ${upper}_CONST PROGMEM`,
    `#define ${upper}_READ(address) ((int8_t)pgm_read_byte(address))`,
    '#else',
    `#define ${upper}_CONST`,
    `#define ${upper}_READ(address) (*(address))`,
    '#endif',
    '',
    `#define ${upper}_INPUTS ${inputs}`,
    `#define ${upper}_HIDDEN ${hidden}`,
    `#define ${upper}_OUTPUTS ${outputs}`,
    `#define ${upper}_STATE_BITS ${stateBits}`,
    `#define ${upper}_FRACTION_BITS ${network.fractionBits < 0 ? `(${network.fractionBits})` : network.fractionBits}`,
    `#define ${upper}_INDEX_SHIFT ${indexShift}`,
    ...(named ? wordConstants(id, named) : []).flatMap(({ about, values }) => [
      `/* ${about} */`,
      ...values.map(([constant, value]) => `#define ${constant} ${value}u`),
    ]),
    '',
    array(id, 'initial_state', [hidden], network.initialState),
    array(id, 'input_weights', [inputs, hidden], network.inputWeights),
    array(id, 'state_bias', [hidden], network.stateBias),
    array(id, 'recurrent_weights', [hidden, hidden], network.recurrentWeights),
    array(id, 'output_weights', [hidden, outputs], network.outputWeights),
    array(id, 'output_bias', [outputs], network.outputBias),
    '/* tanh, addressed by the index as an unsigned number. */',
    array(id, 'table', [2 * half], network.table),
    '',
    `static inline void ${id}_reset(int8_t state[${upper}_HIDDEN]) {`,
    `    for (${unit} unit = 0; unit < ${upper}_HIDDEN; unit++) state[unit] = ${read('initial_state[unit]')};`,
    '}',
    '',
    `/* acc >> ${upper}_INDEX_SHIFT towards minus infinity, which C leaves to the compiler for negative numbers. */`,
    `static inline int16_t ${id}_floor_shift(int16_t acc) {`,
    `    return (int16_t)(acc < 0 ? ~(~acc >> ${upper}_INDEX_SHIFT) : acc >> ${upper}_INDEX_SHIFT);`,
    '}',
    '',
    `/* One step: takes ${inputs} input bit${inputs === 1 ? '' : 's'} and returns ${outputs} output bit${outputs === 1 ? '' : 's'}, the first one lowest.`,
    ' * No accumulator can leave 16 bits: the weights were checked for it when they were quantized. */',
    `static inline ${outputWord} ${id}_step(int8_t state[${upper}_HIDDEN], ${inputWord} bits) {`,
    `    int8_t next[${upper}_HIDDEN];`,
    `    for (${unit} to = 0; to < ${upper}_HIDDEN; to++) {`,
    `        int16_t acc = (int16_t)(${read('state_bias[to]')} * ${one});`,
    `        for (${input} from = 0; from < ${upper}_INPUTS; from++)`,
    `            if (bits & (1u << from)) acc = (int16_t)(acc + ${read('input_weights[from][to]')} * ${one});`,
    `        for (${unit} from = 0; from < ${upper}_HIDDEN; from++)`,
    `            acc = (int16_t)(acc + state[from] * ${read('recurrent_weights[from][to]')});`,
    ...address,
    '    }',
    `    ${outputWord} outputs = 0;`,
    `    for (${unit} unit = 0; unit < ${upper}_HIDDEN; unit++) state[unit] = next[unit];`,
    `    for (${output} to = 0; to < ${upper}_OUTPUTS; to++) {`,
    `        int16_t logit = (int16_t)(${read('output_bias[to]')} * ${one});`,
    `        for (${unit} from = 0; from < ${upper}_HIDDEN; from++)`,
    `            logit = (int16_t)(logit + state[from] * ${read('output_weights[from][to]')});`,
    `        if (logit >= 0) outputs = (${outputWord})(outputs | (1u << to));`,
    '    }',
    '    return outputs;',
    '}',
    '',
    '#endif',
  ].join('\n')}\n`;
}

/** A type that counts to `size`, inclusive. */
function counter(size: number): string {
  return size < 256 ? 'uint8_t' : 'uint16_t';
}

/** A type of this many bits. */
function word(bits: number): string {
  return bits <= 8 ? 'uint8_t' : 'uint16_t';
}

function blockComment(lines: readonly string[]): string[] {
  const safe = lines.map((line) => line.replaceAll('*/', '* /').replaceAll('/*', '/ *'));
  return safe.map((line, at) => `${at === 0 ? '/*' : ' *'} ${line}${at === safe.length - 1 ? ' */' : ''}`);
}

function array(id: string, name: string, dimensions: readonly number[], values: readonly number[]): string {
  const declaration = `static const int8_t ${id}_${name}${dimensions.map((size) => `[${size}]`).join('')}`;
  const constant = `${id.toUpperCase()}_CONST`;
  const [, columns] = dimensions;
  const width = columns ?? 16;
  if (columns === undefined && values.length <= width)
    return `${declaration} ${constant} = {${values.join(', ')}};`;
  const rows = Array.from({ length: Math.ceil(values.length / width) }, (_, at) =>
    values.slice(at * width, (at + 1) * width).join(', '),
  );
  const lines = rows.map((row) => (columns === undefined ? `    ${row},` : `    {${row}},`));
  return [`${declaration} ${constant} = {`, ...lines, '};'].join('\n');
}
