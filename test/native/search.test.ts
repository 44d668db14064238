import { describe, expect, test } from 'vitest';
import { findAddon } from '../../src/native/addon.ts';
import type { SearchCore } from '../../src/native/search.ts';
import { moduleSearches } from './cores.ts';
import { drawnMachine, imitation, searchResults } from './search-results.ts';

const { addon, problem } = findAddon();
if (addon === undefined) throw new Error(problem);
const core = moduleSearches();
const machine = drawnMachine(3, 5, 1, 1);
const effort = { seed: 1, starts: 3, updates: 400, stages: 3, maxStarts: 100, preferred: 8 };
const endless = { ...effort, starts: 1_000_000, stages: 20, maxStarts: 1_000_000, updates: 1_000_000 };
const limits = { minBits: 0, maxBits: 20, work: 1000, timeLimitMs: 1000 };

test.each([1, 2, 3, 4, 5, 6])('seed %i: the addon’s results, to the bit', async (seed) => {
  const [here, there] = await Promise.all([searchResults(core, seed), searchResults(addon, seed)]);
  expect(JSON.parse(here)).toEqual(JSON.parse(there));
  expect(here.length).toBeGreaterThan(1000);
});

test('a search tells where it is, and what it found so far is kept when it is cancelled', async () => {
  const search = new core.MachineSearch(drawnMachine(4, 6, 1, 1), endless);
  const running = search.run();
  const seen: number[] = [];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      seen.push(search.progress().updates);
      if ((seen.at(-1) ?? 0) === 0 || new Set(seen).size < 3) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  const since = performance.now();
  search.cancel();
  const outcome = await running;
  expect(performance.now() - since).toBeLessThan(200);
  expect(outcome).toEqual({ tried: search.progress().tried, hardest: [] });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(await search.run()).toEqual(outcome);
});

test('the best network so far is kept, too', async () => {
  const search = new core.MachineSearch(machine, { ...endless, updates: 400, preferred: 1 });
  const running = search.run();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (search.best() === null) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  search.cancel();
  const { learned } = await running;
  expect(learned).toEqual(search.best());
  expect(learned && core.proveMachine(learned.fixed, machine).verdict).toBe('proven');
});

test('an interrupted imitation keeps the best network so far', async () => {
  const search = imitation(core, 2, 1_000_000);
  const running = search.run();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (search.progress().tried === 0) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  search.cancel();
  expect((await running)?.fixed.inputs).toBe(1);
});

test('a search for the smallest network ends at its time limit', async () => {
  const { examined } = await core.smallest(drawnMachine(5, 9, 3, 2), 'any', {
    ...{ minBits: 0, maxBits: 200, work: 2 ** 40, timeLimitMs: 50 },
  });
  expect(examined.some(({ outcome }) => outcome === 'open')).toBe(true);
});

describe.each<[string, (core: SearchCore) => unknown]>([
  [
    'a machine of too many inputs',
    ({ MachineSearch }) => new MachineSearch({ ...machine, inputs: 13 }, effort),
  ],
  ['half a start', ({ MachineSearch }) => new MachineSearch(machine, { ...effort, starts: 0.5 })],
  ['no stages', ({ MachineSearch }) => new MachineSearch(machine, { ...effort, stages: 0 })],
  [
    'a start that cannot be',
    ({ MachineSearch }) => new MachineSearch(machine, effort).repeat({ stage: 0, size: 117, start: 0 }),
  ],
  [
    'no sizes',
    ({ RecordingSearch }) => {
      const none = new Uint32Array(1);
      const recorded = {
        inputs: 1,
        outputs: 1,
        lengths: Uint32Array.of(1),
        words: none,
        output: none,
        care: none,
      };
      return new RecordingSearch(recorded, { seed: 1, sizes: [], starts: 1, updates: 1 });
    },
  ],
  [
    'a network of another machine',
    ({ MachineSearch, proveMachine }) => {
      const network = new MachineSearch(machine, effort).constructed();
      return network && proveMachine(network, drawnMachine(1, 2, 2, 1));
    },
  ],
  [
    'a network with half of its table',
    ({ MachineSearch, proveMachine }) => {
      const network = new MachineSearch(machine, effort).constructed();
      return network && proveMachine({ ...network, table: network.table.slice(1) }, machine);
    },
  ],
  ['tables that there are not', ({ smallest }) => smallest(machine, 'some' as never, limits)],
  ['half a bit', ({ smallest }) => smallest(machine, 'any', { ...limits, maxBits: 0.5 })],
  ['a machine too large to search', ({ smallest }) => smallest(drawnMachine(1, 513, 1, 1), 'any', limits)],
])('%s', (_, act) => {
  const refusal = async (core: SearchCore): Promise<unknown> => {
    try {
      return await act(core);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return { code, message };
    }
  };

  test('is refused as the addon refuses it', async () => {
    const refused = await refusal(core);
    expect(refused).toMatchObject({ code: 'CARRYBIT_INVALID_ARGUMENT' });
    expect(refused).toEqual(await refusal(addon));
  });
});
