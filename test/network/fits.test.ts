import { expect, test } from 'vitest';
import certificateJson from '../../docs/certificate.schema.json' with { type: 'json' };
import networkJson from '../../docs/network.schema.json' with { type: 'json' };
import { fits, type Schema } from '../../src/network/fits.ts';
import { certificateSchema, networkSchema } from '../../src/network/schema.ts';
import { certificate } from '../../src/proof/index.ts';
import { documentOf, proven } from '../fixed/networks.ts';

const training = await proven();
const own = {
  symbols: { inputs: [['both', 3]] },
  reading: { operator: '+', extraSteps: 1, output: ['no', 'yes'] },
};
const files = [
  ['a network file', { ...documentOf(training), ...own }, networkJson, networkSchema],
  [
    'a certificate',
    certificate(training.fixed, training.task, training.proof),
    certificateJson,
    certificateSchema,
  ],
] as const;

/** Values, of which each field of a file takes a few and no other. */
const OTHERS = [
  null,
  true,
  0,
  -1,
  1,
  2.5,
  300,
  2 ** 53,
  '',
  'x',
  'x'.repeat(500),
  [],
  [0],
  ['x', 0],
  {},
  { kind: 'adam' },
];

for (const [what, value, json, schema] of files) {
  test(`the published schema and the program’s say the same of ${what} and of each with one thing changed`, () => {
    const same = (changed: unknown, where: string) =>
      expect(fits(changed, json as Schema), where).toBe(schema.safeParse(changed).success);
    const text = JSON.stringify(value);
    expect(fits(JSON.parse(text), json as Schema)).toBe(true);
    let fitting = 0;
    for (const place of placesIn(JSON.parse(text))) {
      for (const other of [undefined, ...OTHERS]) {
        const changed = JSON.parse(text);
        const inside = place.slice(0, -1).reduce((at, key) => at[key], changed);
        const key = place.at(-1) as string;
        if (other === undefined) Array.isArray(inside) ? inside.splice(Number(key), 1) : delete inside[key];
        else inside[key] = other;
        same(changed, `${place.join('.')} = ${JSON.stringify(other)}`);
        if (fits(changed, json as Schema)) fitting += 1;
      }
    }
    // Both answers came up.
    expect(fitting).toBeGreaterThan(20);
    for (const name of ['surplus', '__proto__', 'constructor'])
      same(JSON.parse(text.replace('{', `{"${name}": {},`)), name);
  });
}

/** The path of every value; of long lists, of their first entries. */
function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, Array.isArray(value) ? 3 : undefined)
    .flatMap(([key, each]) => [[...at, key], ...placesIn(each, [...at, key])]);
}

test('a text of many units may still have few characters: only the full schema counts those', () => {
  expect(fits('👍👍', { type: 'string', maxLength: 2 })).toBe(false);
  expect(fits('👍', { type: 'string', minLength: 2 })).toBe(false);
});
