import type { SearchCore } from '../../src/native/search.ts';
import { sampleGenerator } from '../../src/tasks/index.ts';

type Tables = Parameters<SearchCore['proveMachine']>[1];

/** A machine of so many states, drawn from a seed; some steps never come, and some outputs matter to nobody. */
export function drawnMachine(seed: number, states: number, inputs: number, outputs: number): Tables {
  const generator = sampleGenerator(seed);
  const below = (limit: number) => (generator.next() >>> 0) % limit;
  const entries = states << inputs;
  return {
    ...{ inputs, outputs, initial: below(states) },
    next: Int32Array.from({ length: entries }, () => (below(8) === 0 ? -1 : below(states))),
    output: Uint32Array.from({ length: entries }, () => below(1 << outputs)),
    care: Uint32Array.from({ length: entries }, () => (below(6) === 0 ? 0 : (1 << outputs) - 1)),
  };
}

const MACHINES = [
  [2, 1, 1],
  [3, 1, 2],
  [4, 2, 1],
  [5, 1, 1],
  [7, 3, 2],
] as const;

/** All that the searches come to for machines and recordings drawn from a seed, as text. It runs wherever they do. */
export async function searchResults(core: SearchCore, seed: number): Promise<string> {
  const [states, inputs, outputs] = MACHINES[seed % MACHINES.length] ?? MACHINES[0];
  const machine = drawnMachine(seed, states, inputs, outputs);
  const effort = { seed, starts: 2, updates: 200, stages: 2, maxStarts: 12, preferred: 8 };
  const search = new core.MachineSearch(machine, effort);
  const facts = [search.minimalStates, search.tableBits, search.constructedUnits];
  const constructed = search.constructed();
  const outcome = await search.run();
  const { tried, updates, bestBits } = search.progress();
  const again = outcome.learned && (await search.repeat(outcome.learned.from));
  const proofs = [constructed, outcome.learned?.fixed].map(
    (network) =>
      network && [
        core.proveMachine(network, machine),
        core.proveMachine({ ...network, outputBias: network.outputBias.map((bias) => -bias - 1) }, machine),
      ],
  );
  const imitated = await imitation(core, seed).run();
  const repeated = imitated && (await imitation(core, seed).repeat(imitated.from));
  const limits = { minBits: 0, maxBits: 26, work: 2 ** 20, timeLimitMs: 1e9 };
  const found = [];
  for (const tables of ['any', 'monotone', 'tanh'] as const)
    found.push(await core.smallest(machine, tables, limits));
  const heard = { tried, updates, bestBits };
  return text({ facts, constructed, outcome, again, heard, proofs, imitated, repeated, found });
}

/** Walks through a machine, of whose outputs one in forty is wrong. */
export function imitation(core: SearchCore, seed: number, starts = 1) {
  const { next, output } = { ...drawnMachine(seed, 3, 1, 1) };
  const generator = sampleGenerator(seed);
  const below = (limit: number) => (generator.next() >>> 0) % limit;
  const words: number[] = [];
  const outputs: number[] = [];
  for (let sequence = 0; sequence < 12; sequence++) {
    let state = 0;
    for (let step = 0; step < 10; step++) {
      const word = below(2);
      words.push(word);
      outputs.push((output[2 * state + word] ?? 0) ^ (below(40) === 0 ? 1 : 0));
      state = Math.max(0, next[2 * state + word] ?? 0);
    }
  }
  const recorded = {
    ...{ inputs: 1, outputs: 1, lengths: new Uint32Array(12).fill(10) },
    ...{ words: Uint32Array.from(words), output: Uint32Array.from(outputs) },
    care: new Uint32Array(120).fill(1),
  };
  return new core.RecordingSearch(recorded, { seed, sizes: [3, 4], starts, updates: 300 });
}

/** Absent and null are the same, in any order; typed arrays are lists. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (part === null) return undefined;
    if (ArrayBuffer.isView(part)) return [...(part as Float64Array)];
    return typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  });
}
