import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { generated } from '../../firmware/generate.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

test.each(generated)('%s is what messages.json and board.json say', (path, text) => {
  expect(readFileSync(`${root}${path}`, 'utf8')).toBe(text);
});
