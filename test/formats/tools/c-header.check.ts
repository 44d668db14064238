import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FixedCell, type FixedNetwork } from '../../../src/fixed/index.ts';
import { cHeader } from '../../../src/formats/c-header.ts';
import { anyNetwork } from '../../fixed/networks.ts';
import { adder34, adder54, tray } from '../networks.ts';

const WARNINGS = ['-Wall', '-Wextra', '-Wconversion', '-pedantic', '-Werror'];

/** The widest that can be exported. */
const wide: FixedNetwork = {
  ...{ inputs: 12, hidden: 256, outputs: 16, weightBits: 2, stateBits: 7, tableBits: 7 },
  ...{ fractionBits: -1, indexShift: 3 },
  initialState: Array.from({ length: 256 }, (_, at) => (at % 128) - 64),
  inputWeights: Array.from({ length: 12 * 256 }, (_, at) => ((at * 7) % 3) - 1),
  stateBias: Array.from({ length: 256 }, (_, at) => (at % 3) - 1),
  recurrentWeights: Array.from({ length: 256 * 256 }, (_, at) => ((at * at + (at >> 8)) % 3) - 1),
  outputWeights: Array.from({ length: 256 * 16 }, (_, at) => ((at * 5) % 3) - 1),
  outputBias: Array.from({ length: 16 }, (_, at) => (at % 3) - 1),
  table: Array.from({ length: 128 }, (_, at) => ((at * 37) % 128) - 64),
};

describe('the C header', () => {
  test.each([
    ['cc', '-std=c99', { adder34, adder54 }],
    ['cc', '-std=c11', { tray, wide }],
    ['c++', '-std=c++17', { adder34, tray, wide }],
  ])('compiles without a warning by %s %s and steps as the cell', (compiler, standard, networks) => {
    for (const [name, network] of Object.entries<FixedNetwork>(networks)) {
      expect(compiled(compiler, standard, name, network)).toEqual(steps(network));
    }
  });

  test('is the cell for any network', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(compiled('cc', '-std=c99', 'any network', network)).toEqual(steps(network));
      }),
      { numRuns: 8 },
    );
  });

  test('goes into one program with another one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'carrybit-c-'));
    const symbols = { inputs: [['+', 1] as const, ['-', 2] as const] };
    const named = { inputs: ['a', 'b'], outputs: ['sum'], symbols };
    writeFileSync(
      join(folder, 'a.h'),
      cHeader('adder', adder34, [], { inputs: ['a', 'b'], outputs: ['sum'] }),
    );
    writeFileSync(join(folder, 'b.h'), cHeader('adder 2', adder54, ['*/ int x; /*'], named));
    writeFileSync(
      join(folder, 'main.c'),
      '#include "a.h"\n#include "b.h"\n#include "a.h"\nint main(void) { int8_t s[ADDER_HIDDEN], t[ADDER_2_HIDDEN];\n' +
        'adder_reset(s); adder_2_reset(t); return adder_step(s, ADDER_IN_A | ADDER_IN_B) ^ adder_2_step(t, ADDER_2_IN_X) ^ ADDER_OUT_SUM; }\n',
    );
    execFileSync('cc', ['-std=c99', ...WARNINGS, '-o', join(folder, 'main'), join(folder, 'main.c')]);
    expect(execFileSync(join(folder, 'main')).length).toBe(0);
  });
});

/** States and outputs over a hundred steps, one line a step. */
function steps(network: FixedNetwork): string[] {
  const cell = new FixedCell(network);
  return inputsOf(network).map((word) => {
    const outputs = cell.step(word);
    return [...cell.state, outputs].join(' ');
  });
}

function inputsOf(network: FixedNetwork): number[] {
  return Array.from({ length: 100 }, (_, at) => (at * at * 31 + (at >> 2)) % 2 ** network.inputs);
}

function compiled(compiler: string, standard: string, name: string, network: FixedNetwork): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'carrybit-c-'));
  const id = name.replace(' ', '_');
  writeFileSync(join(folder, 'network.h'), cHeader(name, network, []));
  const source = join(folder, compiler === 'cc' ? 'main.c' : 'main.cpp');
  writeFileSync(source, harness(id, network.inputs <= 8 ? 'uint8_t' : 'uint16_t'));
  const checks = ['-fsanitize=undefined', '-fno-sanitize-recover'];
  execFileSync(compiler, [standard, ...WARNINGS, ...checks, '-o', join(folder, 'main'), source]);
  const printed = execFileSync(join(folder, 'main'), {
    input: inputsOf(network).join(' '),
    encoding: 'utf8',
  });
  return printed.trim().split('\n');
}

function harness(id: string, word: string): string {
  const upper = id.toUpperCase();
  return `#include <stdio.h>
#include "network.h"
int main(void) {
    int8_t state[${upper}_HIDDEN];
    unsigned word;
    ${id}_reset(state);
    while (scanf("%u", &word) == 1) {
        unsigned outputs = ${id}_step(state, (${word})word);
        for (int unit = 0; unit < ${upper}_HIDDEN; unit++) printf("%d ", state[unit]);
        printf("%u\\n", outputs);
    }
    return 0;
}
`;
}
