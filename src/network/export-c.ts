import type { NetworkDocument } from './document.ts';

/**
 * A C header with the fixed network's constants and a cell for them (docs/spec.md section 2), for C99 and C++11 on
 * any machine: no multiplication wider than 8 × 8, no division, no float.
 */
export function exportC(document: NetworkDocument): string {
  const { fixed, machine, digests, proof } = document;
  const task = machine.name;
  const { inputs, hidden, outputs, stateBits, tableBits, indexShift } = fixed;
  const guard = `CARRYBIT_${task.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_H`;
  const half = 2 ** (tableBits - 1);
  const one = stateBits - 1;
  const index =
    stateBits === 8 && tableBits === 8 && indexShift === 8
      ? ['        next[to] = carrybit_table[(uint8_t)(carrybit_floor_shift(acc))];']
      : [
          '        int16_t index = carrybit_floor_shift(acc);',
          `        if (index < ${-half}) index = ${-half};`,
          `        if (index > ${half - 1}) index = ${half - 1};`,
          `        next[to] = carrybit_table[index & ${2 * half - 1}];`,
        ];
  return `${[
    `/* The ${task} of carrybit: ${inputs} inputs, ${hidden} states, ${outputs} output${outputs === 1 ? '' : 's'}.`,
    ` * ${proof ? `Proven for streams of any length: ${proof.transitions} transitions, certificate ${proof.certificate}.` : 'NOT PROVEN.'}`,
    ` * Constants: SHA-256 ${digests.fixed}.`,
    ' * A weight w stands for w / 2^fraction, a state s for s / 2^(state bits - 1); matrices are [from][to].',
    ' * Feed bits least significant first; start every number with carrybit_reset(). */',
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '#include <stdint.h>',
    '',
    `#define CARRYBIT_INPUTS ${inputs}`,
    `#define CARRYBIT_HIDDEN ${hidden}`,
    `#define CARRYBIT_OUTPUTS ${outputs}`,
    `#define CARRYBIT_STATE_BITS ${stateBits}`,
    `#define CARRYBIT_FRACTION_BITS ${parenthesized(fixed.fractionBits)}`,
    `#define CARRYBIT_INDEX_SHIFT ${indexShift}`,
    '',
    row('carrybit_initial_state', fixed.initialState),
    matrix('carrybit_input_weights', fixed.inputWeights, inputs, hidden),
    row('carrybit_state_bias', fixed.stateBias),
    matrix('carrybit_recurrent_weights', fixed.recurrentWeights, hidden, hidden),
    matrix('carrybit_output_weights', fixed.outputWeights, hidden, outputs),
    row('carrybit_output_bias', fixed.outputBias),
    `/* tanh, addressed by the index as an unsigned number. */`,
    table('carrybit_table', fixed.table),
    '',
    'static inline void carrybit_reset(int8_t state[CARRYBIT_HIDDEN]) {',
    '    for (uint8_t unit = 0; unit < CARRYBIT_HIDDEN; unit++) state[unit] = carrybit_initial_state[unit];',
    '}',
    '',
    '/* acc >> CARRYBIT_INDEX_SHIFT towards minus infinity, which C leaves to the compiler for negative numbers. */',
    'static inline int16_t carrybit_floor_shift(int16_t acc) {',
    '    return (int16_t)(acc < 0 ? ~(~acc >> CARRYBIT_INDEX_SHIFT) : acc >> CARRYBIT_INDEX_SHIFT);',
    '}',
    '',
    `/* One step: takes ${inputs} input bits and returns ${outputs} output bit${outputs === 1 ? '' : 's'}, the first one lowest. No accumulator can`,
    ' * leave 16 bits: the weights were checked for it when they were quantized. */',
    'static inline uint8_t carrybit_step(int8_t state[CARRYBIT_HIDDEN], uint8_t bits) {',
    '    int8_t next[CARRYBIT_HIDDEN];',
    '    for (uint8_t to = 0; to < CARRYBIT_HIDDEN; to++) {',
    `        int16_t acc = (int16_t)(carrybit_state_bias[to] * ${2 ** one});`,
    '        for (uint8_t from = 0; from < CARRYBIT_INPUTS; from++)',
    `            if (bits & (1u << from)) acc = (int16_t)(acc + carrybit_input_weights[from][to] * ${2 ** one});`,
    '        for (uint8_t from = 0; from < CARRYBIT_HIDDEN; from++)',
    '            acc = (int16_t)(acc + state[from] * carrybit_recurrent_weights[from][to]);',
    ...index,
    '    }',
    '    uint8_t answer = 0;',
    '    for (uint8_t unit = 0; unit < CARRYBIT_HIDDEN; unit++) state[unit] = next[unit];',
    '    for (uint8_t to = 0; to < CARRYBIT_OUTPUTS; to++) {',
    `        int16_t logit = (int16_t)(carrybit_output_bias[to] * ${2 ** one});`,
    '        for (uint8_t from = 0; from < CARRYBIT_HIDDEN; from++)',
    '            logit = (int16_t)(logit + state[from] * carrybit_output_weights[from][to]);',
    '        if (logit >= 0) answer = (uint8_t)(answer | (1u << to));',
    '    }',
    '    return answer;',
    '}',
    '',
    '#endif',
  ].join('\n')}\n`;
}

function row(name: string, values: readonly number[]): string {
  return `static const int8_t ${name}[${values.length}] = {${values.join(', ')}};`;
}

function matrix(name: string, values: readonly number[], rows: number, columns: number): string {
  const lines = Array.from(
    { length: rows },
    (_, at) => `    {${values.slice(at * columns, (at + 1) * columns).join(', ')}},`,
  );
  return [`static const int8_t ${name}[${rows}][${columns}] = {`, ...lines, '};'].join('\n');
}

function table(name: string, values: readonly number[]): string {
  const lines = Array.from(
    { length: Math.ceil(values.length / 16) },
    (_, at) => `    ${values.slice(at * 16, (at + 1) * 16).join(', ')},`,
  );
  return [`static const int8_t ${name}[${values.length}] = {`, ...lines, '};'].join('\n');
}

function parenthesized(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}
