import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { adder, taskText } from '../../src/tasks/index.ts';
import { documentOf, proven } from '../fixed/networks.ts';

test('the published JSON Schema of machines accepts what is written, and nothing with a field more or less', () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/machine.schema.json', import.meta.url), 'utf8'));
  const accepts = new Ajv2020().compile(schema);
  const text = taskText({ ...adder, symbols: { inputs: [['both', 3]] } });
  const { care, ...without } = JSON.parse(text);
  expect(accepts({ ...without, care }), JSON.stringify(accepts.errors)).toBe(true);
  expect(accepts(without)).toBe(true);
  expect(accepts({ ...without, surplus: 1 })).toBe(false);
  expect(accepts({ ...without, next: undefined })).toBe(false);
  expect(accepts({ ...without, symbols: { inputs: [['both']] } })).toBe(false);
});

test('the published JSON Schema accepts a network file and nothing with a field more or less', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/network.schema.json', import.meta.url), 'utf8'));
  const accepts = new Ajv2020().compile(schema);
  const document = JSON.parse(JSON.stringify(documentOf(await proven())));
  expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
  expect(accepts({ ...document, surplus: 1 })).toBe(false);
  expect(accepts({ ...document, task: undefined, digests: {} })).toBe(false);
});
