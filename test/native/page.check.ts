import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAddon } from '../../src/native/addon.ts';
import { adder } from '../../src/tasks/index.ts';
import { train } from '../../src/train.ts';
import { DEFAULT_TRAINING } from '../../src/training/index.ts';
import { digests } from './digests.ts';
import { openPage } from './open-page.mjs';
import type { Calls } from './page/main.ts';
import { searchResults } from './search-results.ts';

const SEEDS = 200;
const folder = mkdtempSync(join(tmpdir(), 'carrybit-page-'));
let opened: Awaited<ReturnType<typeof openPage>>;

beforeAll(async () => {
  opened = await openPage(folder);
}, 120_000);

afterAll(async () => {
  await opened?.close();
  rmSync(folder, { recursive: true });
});

/** Calls one of the page's functions in the page. */
function call<Name extends keyof Calls>(name: Name, ...parameters: Parameters<Calls[Name]>) {
  return opened.page.evaluate(
    ([name, parameters]) => {
      const { calls } = window as unknown as { calls: Record<string, (...parameters: unknown[]) => unknown> };
      return calls[name]?.(...parameters);
    },
    [name, parameters] as [string, unknown[]],
  ) as Promise<Awaited<ReturnType<Calls[Name]>>>;
}

test('the core that is not loaded yet says how to load it', async () => {
  expect(await call('useTooEarly')).toContain('await loadCore() first');
});

test('both modules and the one that is chosen compute the addon’s bits', async () => {
  const { addon, problem } = findAddon();
  if (addon === undefined) throw new Error(problem);
  const expected = await digests(addon, SEEDS);
  expect(await call('digests', 'exact', SEEDS)).toEqual(expected);
  expect(await call('digests', 'chosen', SEEDS)).toEqual(expected);
  if (await call('isFused')) expect(await call('digests', 'fast', SEEDS)).toEqual(expected);
}, 600_000);

test('a page trains, quantizes, proves, checks and explains, to the same bits', async () => {
  for (const seed of [1, 7]) {
    const here = await train(adder, { ...DEFAULT_TRAINING, seed });
    const there = await call('train', seed);
    expect(there.start).toBe(here.trained?.start);
    expect(there.parameters).toEqual([...(here.trained?.parameters ?? [])]);
    expect(there.transitions).toBe(here.proof?.transitions);
    expect(there.classes).toBe(2);
  }
});

test('a page learns machines and recordings and finds smallest networks, to the same bits', async () => {
  const { addon, problem } = findAddon();
  if (addon === undefined) throw new Error(problem);
  for (const seed of [1, 2, 3]) {
    expect(JSON.parse(await call('searchResults', seed))).toEqual(
      JSON.parse(await searchResults(addon, seed)),
    );
  }
});

test('a worker tells where it is while it trains, and stops when it is told to', async () => {
  const { updates, outcome, losses } = (await call('trainInWorker', 3)) as {
    updates: number[];
    outcome: string;
    losses: number;
  };
  expect(outcome).toBe('interrupted');
  expect(updates.length).toBeGreaterThanOrEqual(3);
  expect(updates).toEqual(updates.toSorted((a, b) => a - b));
  expect(losses).toBeGreaterThan(0);
});

test('nothing was complained of, and each module has at most 250 kB', () => {
  expect(opened.complaints).toEqual([]);
  const modules = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.wasm'));
  expect(modules).toHaveLength(3);
  for (const name of modules) {
    expect(gzipSync(readFileSync(join(folder, 'assets', name))).length, name).toBeLessThan(250_000);
  }
});
