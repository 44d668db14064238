import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OPTIMIZER_DEFAULTS } from 'carrybit';
import { afterAll, describe, expect, test } from 'vitest';
import { cellsOf } from '../src/cells.ts';
import { SweepError } from '../src/sweep-error.ts';
import { parseSweep } from '../src/sweep-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrybit-sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'plan.json');

const head = { format: 'carrybit-sweep-1', machines: ['adder'] };
const schema = JSON.parse(readFileSync(new URL('../sweep.schema.json', import.meta.url), 'utf8'));
const published = new Ajv2020({ strict: false }).compile(schema);

const cells = async (plan: object) => cellsOf(parseSweep(JSON.stringify(plan), path), path);

describe('a sweep file', () => {
  test('is every combination of what it lists', async () => {
    const census = {
      starts: 10,
      hidden: [2, 3],
      seeds: [1, 2, 3],
      optimizers: ['adam', { kind: 'sgd', learningRate: 2 }],
    };
    const all = await cells({ ...head, machines: ['adder', 'parity'], census, smallest: { maxBits: 20 } });
    expect(all.map(({ kind }) => kind).filter((kind) => kind === 'census')).toHaveLength(2 * 2 * 3 * 2);
    expect(all.filter(({ kind }) => kind === 'smallest')).toHaveLength(2 * 3);
    expect(all[3]).toMatchObject({
      training: { seed: 1, hidden: 2, optimizer: { kind: 'sgd', learningRate: 2, momentum: 0.9 } },
    });
  });

  test('takes machines from files beside it', async () => {
    writeFileSync(join(folder, 'flip.kiss2'), '.i 1\n.o 1\n0 a a 0\n1 a b 1\n0 b b 1\n1 b a 0\n.e\n');
    const [cell] = await cells({ ...head, machines: ['flip.kiss2'], census: { starts: 1 } });
    expect(cell?.task).toMatchObject({ name: 'flip', next: [0, 1, 1, 0] });
  });

  test.each([
    ['{', 'expected JSON'],
    ['{"format":"carrybit-sweep-1","format":"x"}', 'appears twice'],
    [{ machines: ['adder'] }, 'format: '],
    [head, 'expected census, smallest, or both'],
    [{ ...head, census: { starts: 0 } }, 'census.starts: '],
    [{ ...head, census: { starts: 1, hiden: [3] } }, 'hiden'],
    [{ ...head, census: { starts: 1, hidden: [257] } }, 'census.hidden.0: '],
    [{ ...head, census: { starts: 1, optimizers: ['adagrad'] } }, 'census.optimizers.0'],
    [{ ...head, census: { starts: 1, optimizers: [{ kind: 'sgd', learningRate: -1 }] } }, 'census: '],
    [
      { ...head, census: { starts: 1, training: { batch: 3000 } } },
      'batch: expected at most the number of samples, 2000, got 3000',
    ],
    [{ ...head, smallest: { minBits: 9, maxBits: 8 } }, 'expected minBits of at most maxBits'],
    [{ ...head, machines: ['adder', 'adder'], smallest: {} }, 'two are named adder'],
    [
      { ...head, machines: ['nowhere.kiss2'], smallest: {} },
      'nowhere.kiss2: expected a file with a machine, or one of',
    ],
    [{ ...head, machines: ['rules.mjs'], smallest: {} }, 'code does not travel'],
    [
      {
        ...head,
        census: {
          starts: 1,
          seeds: Array.from({ length: 1000 }, (_, seed) => seed),
          hidden: Array(11).fill(3),
        },
      },
      'at most 10000 combinations, got 11000',
    ],
  ])('%j is refused', async (plan, reason) => {
    const made = async () =>
      cellsOf(parseSweep(typeof plan === 'string' ? plan : JSON.stringify(plan), path), path);
    const error = await made().catch((error) => error);
    expect(error).toBeInstanceOf(SweepError);
    expect(error).toMatchObject({ problem: 'file', message: expect.stringContaining(reason) });
    expect(error.message).toContain('plan.json');
    expect(error.message).not.toContain('\n');
  });

  test('the published schema takes every optimizer, with any of its numbers and no other', () => {
    const takes = (given: unknown) => published({ ...head, census: { starts: 5, optimizers: [given] } });
    for (const { optimizer } of Object.values(OPTIMIZER_DEFAULTS)) {
      const [name = ''] = Object.keys(optimizer).filter((each) => each !== 'kind');
      expect(takes(optimizer.kind)).toBe(true);
      expect(takes(optimizer)).toBe(true);
      expect(takes({ kind: optimizer.kind, [name]: 0.5 })).toBe(true);
      expect(takes({ ...optimizer, other: 1 })).toBe(false);
    }
    expect(takes('lion')).toBe(false);
  });

  test('the published schema takes what is taken', () => {
    expect(published({ ...head, census: { starts: 5, optimizers: ['adam'] }, smallest: {} })).toBe(true);
    expect(published({ ...head, census: { starts: 0 } })).toBe(false);
    expect(published({ ...head, smallest: {}, other: 1 })).toBe(false);
  });
});
