import type * as Addon from '#addon';
import { Calls, type LeftWithText, type Start } from './calls.ts';
import type { Instance } from './engine.ts';
import type { Job, Made, Numbers, SearchExports } from './search-job.ts';
import { counted, Left, machineNumbers, networkNumbers } from './search-numbers.ts';
import { WasmInstance } from './wasm-instance.ts';

/** The searches for users' machines, as an addon or as WebAssembly. Both compute the same bits for the same seed. */
export type SearchCore = Pick<
  typeof Addon,
  'MachineSearch' | 'proveMachine' | 'RecordingSearch' | 'smallest'
>;

/**
 * The searches in search.wasm. Each long call runs in a thread of its own, short ones in the calling thread.
 *
 * @param bytes the module
 */
export function searchCore(bytes: Uint8Array, instantiate: () => Instance, start: Start): SearchCore {
  let current: WasmInstance<SearchExports> | undefined;
  const instance = (): WasmInstance<SearchExports> => {
    if (current === undefined || current.hasFailed) current = new WasmInstance(instantiate());
    return current;
  };
  const job = (part: Omit<Job, 'module' | 'text' | 'timeLimit_ms'> & Partial<Job>): Job => ({
    ...{ module: bytes, text: '', timeLimit_ms: Number.POSITIVE_INFINITY },
    ...part,
  });

  class MachineSearch implements Addon.MachineSearch {
    readonly minimalStates: number;
    readonly tableBits: number;
    readonly constructedUnits: number;
    readonly #instance = instance();
    readonly #object: number;
    readonly #given: Numbers;
    readonly #calls = new Calls(start, learned);

    constructor(tables: Addon.MachineTables, effort: Addon.SearchEffort) {
      const { seed, starts, updates, stages, maxStarts, preferred } = effort;
      this.#given = [[seed, starts, updates, stages, maxStarts, preferred], ...machineNumbers(tables)];
      this.#instance.give(this.#given);
      this.#object = this.#instance.keep(this, ({ machine_search }) => machine_search());
      const count = this.#instance.call(({ search_facts }) => search_facts(this.#object));
      const [minimalStates = 0, tableBits = 0, constructedUnits = 0] = this.#instance.numbers(count);
      this.minimalStates = minimalStates;
      this.tableBits = tableBits;
      this.constructedUnits = constructedUnits;
    }

    constructed(): Addon.FixedConstants | null {
      const count = this.#instance.call(({ constructed }) => constructed(this.#object));
      return count === 0 ? null : new Left(this.#instance.numbers(count)).network();
    }

    async run(): Promise<Addon.SearchOutcome> {
      const left = await this.#calls.call(job({ made: this.#made, call: 'search_run', numbers: [] }));
      const best = this.best();
      if (left === undefined)
        return { ...(best && { learned: best }), tried: this.progress().tried, hardest: [] };
      const tried = left.next();
      const hardest = Array.from({ length: left.next() }, () => ({
        starts: left.next(),
        stream: [...left.array()],
      }));
      return { ...(!left.isOver && { learned: learned(left) }), tried, hardest };
    }

    async repeat({ stage, size, start }: Addon.SearchStart): Promise<Addon.SearchOutcome> {
      const numbers = [[stage, size, start]];
      const left = await this.#calls.call(job({ made: this.#made, call: 'search_repeat', numbers }));
      return { ...(left && !left.isOver && { learned: learned(left) }), tried: 1, hardest: [] };
    }

    progress(): Addon.MachineSearchProgress {
      return this.#calls.progress;
    }

    best(): Addon.LearnedNetwork | null {
      return this.#calls.best ?? null;
    }

    cancel(): void {
      this.#calls.cancel();
    }

    get #made(): Made {
      return { by: 'machine_search', of: this.#given };
    }
  }

  class RecordingSearch implements Addon.RecordingSearch {
    readonly #given: Numbers;
    readonly #calls = new Calls(start, imitated);

    constructor(recordings: Addon.RecordedSteps, { sizes, seed, starts, updates }: Addon.ImitationEffort) {
      const { inputs, outputs, lengths, words, output, care } = recordings;
      const effort = [...counted(sizes), [seed, starts, updates]];
      this.#given = [...effort, [inputs, outputs], ...[lengths, words, output, care].flatMap(counted)];
      // The addon refuses such numbers, too.
      const here = instance();
      here.give(this.#given);
      here.exports.free(here.call(({ recording_search }) => recording_search()));
    }

    async run(): Promise<Addon.ImitatedNetwork | null> {
      const left = await this.#calls.call(job({ made: this.#made, call: 'imitation_run', numbers: [] }));
      if (left === undefined) return this.#calls.best ?? null;
      return left.isOver ? null : imitated(left);
    }

    async repeat({ stage, size, start }: Addon.SearchStart): Promise<Addon.ImitatedNetwork | null> {
      const numbers = [[stage, size, start]];
      const left = await this.#calls.call(job({ made: this.#made, call: 'imitation_repeat', numbers }));
      return left === undefined || left.isOver ? null : imitated(left);
    }

    progress(): Addon.MachineSearchProgress {
      return this.#calls.progress;
    }

    cancel(): void {
      this.#calls.cancel();
    }

    get #made(): Made {
      return { by: 'recording_search', of: this.#given };
    }
  }

  return {
    MachineSearch,
    RecordingSearch,
    proveMachine(network, tables) {
      instance().give([...machineNumbers(tables), ...networkNumbers(network)]);
      const count = instance().call(({ prove_machine }) => prove_machine());
      const left = new Left(instance().numbers(count));
      const verdict = (['proven', 'disproved', 'undecided'] as const)[left.next()] ?? 'undecided';
      return {
        ...{ verdict, pairs: left.next(), transitions: left.next() },
        counterexample: [...left.array()],
      };
    },
    async smallest(tables, text, { minBits, maxBits, work, timeLimitMs }) {
      const numbers = [[minBits, maxBits, work, timeLimitMs], ...machineNumbers(tables)];
      const calls = new Calls(start, () => undefined);
      const left = await calls.call(job({ call: 'smallest', numbers, text, timeLimit_ms: timeLimitMs }));
      return foundOf(left as LeftWithText);
    },
  };
}

function startOf(left: Left): Addon.SearchStart {
  return { stage: left.next(), size: left.next(), start: left.next() };
}

function learned(left: Left): Addon.LearnedNetwork {
  return { from: startOf(left), updates: left.next(), fixed: left.network(), float: left.array() };
}

function imitated(left: Left): Addon.ImitatedNetwork {
  return {
    ...{ from: startOf(left), updates: left.next(), fixed: left.network(), errors: left.next() },
    next: Int32Array.from(left.array()),
    output: Uint32Array.from(left.array()),
    care: Uint32Array.from(left.array()),
  };
}

function foundOf(left: LeftWithText): Addon.SmallestFound {
  const network = left.next() === 1 ? left.network() : undefined;
  const outcomes = left.text === '' ? [] : (left.text.split(',') as Addon.ExaminedSpace['outcome'][]);
  const examined = outcomes.map((outcome) => ({
    hidden: left.next(),
    weightBits: left.next(),
    stateBits: left.next(),
    tableBits: left.next(),
    bits: left.next(),
    outcome,
    networksLog2: left.next(),
    shifts: left.next(),
    rows: left.next(),
    distinctRows: left.next(),
    nodes: left.next(),
  }));
  return { ...(network && { network }), examined };
}
