import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { documentOf, proven } from '../fixed/networks.ts';

test('the published JSON Schema accepts a network file and nothing with a field more or less', async () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/network.schema.json', import.meta.url), 'utf8'));
  const accepts = new Ajv2020().compile(schema);
  const document = JSON.parse(JSON.stringify(documentOf(await proven())));
  expect(accepts(document), JSON.stringify(accepts.errors)).toBe(true);
  expect(accepts({ ...document, surplus: 1 })).toBe(false);
  expect(accepts({ ...document, task: undefined, digests: {} })).toBe(false);
});
