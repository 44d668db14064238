import type { MachineSearch, MachineSearchProgress, SearchOutcome, SearchStart } from '#addon';
import { loadSearches, searches } from '#native';
import { constantBits, type FixedNetwork } from './fixed/index.ts';
import { checkMachine, type MachineInput } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import { nativeTables } from './native-tables.ts';
import type { OtherOrigin } from './network/document.ts';
import { type FloatNetwork, floatNetwork } from './training/index.ts';
import { checkWhole } from './training/options.ts';

export type { MachineSearchProgress, SearchStart } from '#addon';
export { loadSearches } from '#native';

/** How long a search goes on. Budgets count updates, so the same seed gives the same network on every machine. */
export interface LearnOptions {
  readonly seed: number;
  /** Starts of each size and stage. */
  readonly starts: number;
  /** Updates of a start in the first stage; twice as many in each stage after it. */
  readonly updates: number;
  /**
   * Stages at most. A search ends with the stage that learns a network no larger than the constructed one, or with one
   * more that looks for no more units than preferred.
   */
  readonly stages: number;
  /** Starts of all sizes and stages together, at most. */
  readonly maxStarts: number;
  /**
   * A network of no more units than these is taken before a smaller one of more: a step takes a board four times as
   * long with twice the units, and nobody reads a picture of many.
   */
  readonly preferredUnits: number;
}

/** What {@link learn} takes where nothing is said. */
export const DEFAULT_LEARNING: LearnOptions = {
  ...{ seed: 1, starts: 3, updates: 400, stages: 3 },
  maxStarts: 1000,
  preferredUnits: 8,
};

/** Progress and cancelling of {@link learn}. */
export interface LearnHooks {
  /** Called ten times a second while Rust works, and at its end. */
  readonly onProgress?: ((progress: MachineSearchProgress) => void) | undefined;
  /** Called with the constructed network before the first start, and with each learned one that is better. */
  readonly onProven?: ((made: LearnedMachine | ConstructedMachine) => void) | undefined;
  /** Ends the search; the smallest network proven by then is kept. */
  readonly signal?: AbortSignal | undefined;
}

/** Bits of constants; null where there is no such network. */
export interface LearnBits {
  readonly learned: number | null;
  /** Of the construction as it is, unshrunk: the yardstick. */
  readonly constructed: number | null;
  /** Of the minimal machine's transition table: a next state and an output word for each state and word. */
  readonly table: number;
}

interface Common {
  readonly bits: LearnBits;
  /** States of the machine after minimizing. */
  readonly minimalStates: number;
  /** Units that the construction takes; it is made with at most 256. */
  readonly constructedUnits: number;
  /** Starts tried to their end. */
  readonly tried: number;
}

/** A proven network that training found. */
export interface LearnedMachine extends Common {
  readonly kind: 'learned';
  readonly fixed: FixedNetwork;
  /** What the integers were rounded from; states of the float network are within 1e-7 of −1 and 1. */
  readonly float: FloatNetwork;
  /** The stage, size and number of the start: with the seed, {@link relearn} finds the same network again. */
  readonly from: SearchStart;
  /** Updates of this start until the network was found. */
  readonly updates: number;
}

/** No start learned; the constructed network is proven. */
export interface ConstructedMachine extends Common {
  readonly kind: 'constructed';
  readonly fixed: FixedNetwork;
  readonly hardest: readonly HardStep[];
}

/** A step that starts did not learn. */
export interface HardStep {
  /** A shortest stream of words that ends with it. */
  readonly stream: readonly number[];
  /** Starts at whose end it was wrong. */
  readonly starts: number;
}

/** No start learned, and the construction would take more than 256 units. */
export interface UnlearnedMachine extends Common {
  readonly kind: 'none';
  readonly hardest: readonly HardStep[];
}

/** What {@link learn} ends with: a network that was learned, else the constructed one, else none. */
export type MachineResult = LearnedMachine | ConstructedMachine | UnlearnedMachine;

/**
 * Finds a proven network for a machine: constructs one, then learns to beat it. Both are proven in Rust by
 * enumerating every pair of states that any input stream can lead to.
 *
 * @throws SettingError, or an Error with code CARRYBIT_INVALID_ARGUMENT, for tables or options that make no sense.
 */
export async function learn(
  machine: MachineInput,
  options: Partial<LearnOptions> = {},
  hooks: LearnHooks = {},
): Promise<MachineResult> {
  requireObject('hooks', hooks);
  const { onProgress, onProven, signal } = hooks;
  await loadSearches();
  const search = nativeSearch(machine, options);
  const cancel = () => search.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  const built = search.constructed();
  const constructed = built ? proven(built, machine) : undefined;
  const watch = onProven && watching(search, constructed, onProven);
  const timer = setInterval(() => {
    onProgress?.(search.progress());
    watch?.();
  }, 100);
  try {
    if (onProven && constructed) onProven(resultOf(search, NOTHING, constructed) as ConstructedMachine);
    const outcome = await Promise.race([search.run(), aborted(search, signal)]);
    onProgress?.(search.progress());
    return resultOf(search, outcome, constructed);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

const NOTHING: SearchOutcome = { tried: 0, hardest: [] };

function resultOf(
  search: MachineSearch,
  { learned, tried, hardest }: SearchOutcome,
  constructed: FixedNetwork | undefined,
): MachineResult {
  const common: Common = {
    bits: {
      learned: learned ? constantBits(learned.fixed) : null,
      constructed: constructed ? constantBits(constructed) : null,
      table: search.tableBits,
    },
    minimalStates: search.minimalStates,
    constructedUnits: search.constructedUnits,
    tried,
  };
  if (learned) {
    const { fixed, from, updates } = learned;
    return { kind: 'learned', ...common, fixed, float: floatNetwork(fixed, learned.float), from, updates };
  }
  if (constructed) return { kind: 'constructed', ...common, fixed: constructed, hardest };
  return { kind: 'none', ...common, hardest };
}

/** Hands over each network that is better than the ones before. */
function watching(
  search: MachineSearch,
  constructed: FixedNetwork | undefined,
  onProven: (made: LearnedMachine | ConstructedMachine) => void,
): () => void {
  let last = 0;
  return () => {
    const { bestBits, tried } = search.progress();
    const learned = search.best();
    if (bestBits === last || !learned) return;
    last = bestBits;
    onProven(resultOf(search, { learned, tried, hardest: [] }, constructed) as LearnedMachine);
  };
}

/** What a search has come to when the signal aborts: starts under way take a moment to hear of it. */
function aborted(search: MachineSearch, signal: AbortSignal | undefined): Promise<SearchOutcome> {
  return new Promise((resolve) => {
    const take = () => {
      const learned = search.best();
      resolve({ ...(learned && { learned }), tried: search.progress().tried, hardest: [] });
    };
    if (signal?.aborted) take();
    else signal?.addEventListener('abort', take, { once: true });
  });
}

/** What a network file says of where a network comes from that {@link learn} made. */
export function learnedOrigin(
  made: Pick<LearnedMachine, 'kind' | 'from'> | Pick<ConstructedMachine, 'kind'>,
  seed: number,
  carrybit: string,
): OtherOrigin {
  const { starts, updates, stages } = DEFAULT_LEARNING;
  return made.kind === 'learned'
    ? { method: 'learn', carrybit, seed, starts, updates, stages, ...made.from }
    : { method: 'construct', carrybit };
}

/** Runs one start again: what it comes to, or nothing if it does not learn. */
export async function relearn(
  machine: MachineInput,
  options: Partial<LearnOptions>,
  found: SearchStart,
): Promise<{ readonly fixed: FixedNetwork; readonly float: FloatNetwork } | undefined> {
  requireObject('found', found, 'stage', 'size', 'start');
  const { stage, size, start } = found;
  await loadSearches();
  const { learned } = await nativeSearch(machine, options).repeat({ stage, size, start });
  return learned && { fixed: learned.fixed, float: floatNetwork(learned.fixed, learned.float) };
}

/**
 * The network with one threshold unit for each distinct next state, outputs and input cube of the minimal machine;
 * or how many units that would take, if more than 256.
 */
export function construct(machine: MachineInput): FixedNetwork | number {
  const search = nativeSearch(machine, {});
  const constructed = search.constructed();
  return constructed ? proven(constructed, machine) : search.constructedUnits;
}

/** What {@link proveOnMachine} decides. */
export type MachineVerdict =
  | { readonly verdict: 'proven'; readonly pairs: number; readonly transitions: number }
  | { readonly verdict: 'disproved'; readonly counterexample: readonly number[] }
  | { readonly verdict: 'undecided' };

/**
 * Decides whether a fixed network does what a machine specifies, for ever; outputs nobody cares for and words that
 * never come are left out. A counterexample is a shortest stream of words that ends in a wrong output.
 */
export function proveOnMachine(network: FixedNetwork, machine: MachineInput): MachineVerdict {
  const { verdict, pairs, transitions, counterexample } = searches().proveMachine(
    network,
    nativeTables(checkMachine(machine)),
  );
  if (verdict === 'proven') return { verdict, pairs, transitions };
  return verdict === 'disproved' ? { verdict, counterexample } : { verdict };
}

/** A construction is right by construction; shipping it rests on the proof all the same. */
function proven(network: FixedNetwork, machine: MachineInput): FixedNetwork {
  const { verdict } = proveOnMachine(network, machine);
  if (verdict !== 'proven') throw new Error(`the network constructed for ${machine.name} is ${verdict}`);
  return network;
}

function nativeSearch(machine: MachineInput, options: Partial<LearnOptions>): MachineSearch {
  const { seed, starts, updates, stages, maxStarts, preferredUnits } = { ...DEFAULT_LEARNING, ...options };
  checkWhole('stages', stages, [1, 20]);
  checkWhole('hidden', preferredUnits, [1, 256]);
  return new (searches().MachineSearch)(nativeTables(checkMachine(machine)), {
    seed,
    starts,
    updates,
    stages,
    maxStarts,
    preferred: preferredUnits,
  });
}
