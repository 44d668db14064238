import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generated } from '../../firmware/generate.mjs';
import { UNO } from '../../src/board/numbers.ts';
import { PIN_BYTES } from '../../src/board/pin-bytes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('the specification’s sentences have the board’s limits', () => {
  const { inputs, hidden, outputs, constants } = UNO.limits;
  const pins = UNO.pinChoice;
  const spec = readFileSync(`${root}docs/spec.md`, 'utf8');
  for (const sentence of [
    `maximum of inputs, hidden states, outputs: ${inputs}, ${hidden}, ${outputs}`,
    `maximum image length in bytes, u14: ${33 + constants}`,
    `An Uno has memory for ${constants} constants, table included, so an image has at most ${33 + constants} bytes`,
    `so an image has at most ${33 + constants} bytes, or ${33 + constants + PIN_BYTES} with pins`,
    `Inputs, CLK and RESET are pins ${pins.inputs.join(' … ')}, outputs pins ${pins.outputs.join(' … ')}`,
    `1 … 8 in format 1, 9 … ${hidden} in format 2`,
  ])
    expect(spec).toContain(sentence);
});

test.each(generated)('%s is what messages.json and board.json say', (path, text) => {
  expect(readFileSync(`${root}${path}`, 'utf8')).toBe(text);
});
