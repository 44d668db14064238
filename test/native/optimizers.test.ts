import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { generated } from '../../native/generate.mjs';
import { initialParameters, type OptimizerRule, Trainer } from '../../src/training/index.ts';
import { OPTIMIZER_NUMBERS, OPTIMIZERS } from '../../src/training/optimizers.ts';
import { documentOf, proven } from '../fixed/networks.ts';
import { moduleCore } from './cores.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const shape = { inputs: 1, hidden: 1, outputs: 1 };
const rules = Object.values(OPTIMIZERS);
/** Each rule without one of its numbers. */
const lacking = rules.flatMap((rule) =>
  Object.keys(rule)
    .filter((name) => name !== 'kind')
    .map((name) => [rule.kind, name, { ...rule, [name]: undefined } as unknown as OptimizerRule] as const),
);

test.each(generated)('%s is what optimizers.json and limits.json say', (path, text) => {
  expect(read(path)).toBe(text);
});

test('the addon’s types are those of optimizers.json', () => {
  expect(read('native/node/index.d.ts').startsWith(read('native/node/header.d.ts'))).toBe(true);
});

describe.each([
  ['the addon', Trainer],
  ['WebAssembly', moduleCore('exact').Trainer],
] as const)('%s', (_, Made) => {
  const make = (rule: OptimizerRule) => new Made(shape, initialParameters(shape, 1, 0), rule, 'float64');

  test('takes every optimizer of the list, and names them when there is no such', () => {
    for (const rule of rules) expect(() => make(rule)).not.toThrow();
    const kinds = rules.map(({ kind }) => kind);
    const list = `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
    expect(() => make({ kind: 'lion' } as never)).toThrow(`optimizer: expected ${list}, got lion`);
  });

  test.each(lacking)('%s needs %s', (kind, name, rule) => {
    expect(() => make(rule)).toThrow(`optimizer ${kind} needs ${name}`);
  });

  test('refuses what is not a number', () => {
    const rule = { ...OPTIMIZERS.sgd, momentum: 'much' } as unknown as OptimizerRule;
    expect(() => make(rule)).toThrow('momentum: expected 0 or more and below 1, got NaN');
  });
});

test('the published schema takes every optimizer of the list, with all of its numbers and no other', async () => {
  const accepts = new Ajv2020().compile(JSON.parse(read('docs/network.schema.json')));
  const document = JSON.parse(JSON.stringify(documentOf(await proven())));
  const takes = (optimizer: object) =>
    accepts({ ...document, provenance: { ...document.provenance, optimizer } });
  for (const rule of rules) {
    expect(takes(rule), JSON.stringify(accepts.errors)).toBe(true);
    expect(takes({ ...rule, other: 1 })).toBe(false);
  }
  for (const [, , rule] of lacking) expect(takes(rule)).toBe(false);
});

test('the playground has a name for every number', () => {
  const texts = read('src/playground/texts-en.ts');
  expect(Object.keys(OPTIMIZER_NUMBERS).filter((name) => !texts.includes(`    ${name}: '`))).toEqual([]);
});
