import type { MachineSearch, MachineSearchProgress, SearchOutcome, SearchStart } from '#addon';
import { loadSearches, searches } from '#native';
import { constantBits, type FixedNetwork } from './fixed/index.ts';
import { checkMachine, MAX_UNITS, type MachineInput } from './machine/index.ts';
import { requireObject } from './machine/require.ts';
import type { OtherOrigin } from './network/document.ts';
import { type FloatNetwork, floatNetwork } from './training/index.ts';
import { nativeTables } from './training/native-tables.ts';
import { checkWhole } from './training/options.ts';

export type { MachineSearchProgress, SearchStart } from '#addon';
export { loadSearches } from '#native';

/** How long {@link learn} searches. Limits count updates, so the same seed gives the same network on every machine. */
export interface LearnOptions {
  readonly seed: number;
  /** Starts of each size and stage. */
  readonly starts: number;
  /** Updates of a start in the first stage; twice as many in each stage after it. */
  readonly updates: number;
  /**
   * Maximum of stages. A search ends with the stage that learns a network no larger than the constructed one, or with
   * one more stage, which searches only for networks of the preferred number of units.
   */
  readonly stages: number;
  /** Maximum of starts, of all sizes and stages together. */
  readonly maxStarts: number;
  /**
   * Preferred maximum of units: a network within it is taken even if one with more units has fewer bits. With twice the
   * units a step on a board takes four times as long, and a picture of many units is hard to read.
   */
  readonly preferredUnits: number;
}

/** Defaults of {@link learn}. */
export const DEFAULT_LEARNING: LearnOptions = {
  ...{ seed: 1, starts: 3, updates: 400, stages: 4 },
  maxStarts: 1000,
  preferredUnits: 8,
};

/** Progress and cancelling of {@link learn}. */
export interface LearnHooks {
  /** Called ten times a second while Rust works, and at its end. */
  readonly onProgress?: ((progress: MachineSearchProgress) => void) | undefined;
  /** Called with the constructed network before the first start, and with each learned network that is better. */
  readonly onProven?: ((made: LearnedMachine | ConstructedMachine) => void) | undefined;
  /** Ends the search; the best network proven so far is kept. */
  readonly signal?: AbortSignal | undefined;
}

/** Bits of constants; null where there is no such network. */
export interface LearnBits {
  readonly learned: number | null;
  /** Of the construction without shrinking, for comparison. */
  readonly constructed: number | null;
  /** Of the minimal machine's transition table: a next state and an output word for each state and word. */
  readonly table: number;
}

interface Common {
  readonly bits: LearnBits;
  /** States of the machine after minimizing. */
  readonly minimalStates: number;
  /** Units that the construction needs; with more than 256 it is not made. */
  readonly constructedUnits: number;
  /** Starts that were completed. */
  readonly tried: number;
}

/** A proven network that training found. */
export interface Learned {
  readonly fixed: FixedNetwork;
  /** What the integers were rounded from; states of the float network are within 1e-7 of −1 and 1. */
  readonly float: FloatNetwork;
  /** Stage, size and number of the start. Together with the seed, {@link relearn} finds the same network again. */
  readonly from: SearchStart;
  /** Updates of this start until the network was found. */
  readonly updates: number;
}

/** A learned network is the result. */
export interface LearnedMachine extends Common, Learned {
  readonly kind: 'learned';
}

/** No start learned a network that is better than the constructed one, which is proven. */
export interface ConstructedMachine extends Common {
  readonly kind: 'constructed';
  readonly fixed: FixedNetwork;
  /** The best learned network, which is proven too, but larger; undefined if no start learned. */
  readonly larger: Learned | undefined;
  /** Empty if a start learned. */
  readonly hardest: readonly HardStep[];
}

/** A step that starts did not learn. */
export interface HardStep {
  /** A shortest stream of words that ends with it. */
  readonly stream: readonly number[];
  /** Number of starts that had it wrong at their end. */
  readonly starts: number;
}

/** No start learned, and the construction would need more than 256 units. */
export interface UnlearnedMachine extends Common {
  readonly kind: 'none';
  readonly hardest: readonly HardStep[];
}

/** The result of {@link learn}: the better one of the learned and the constructed network, or none. */
export type MachineResult = LearnedMachine | ConstructedMachine | UnlearnedMachine;

/**
 * Finds a proven network for a machine: constructs one, then tries to learn a smaller one. Rust proves both by
 * enumerating every pair of states that any input stream can reach.
 *
 * @throws SettingError, or an Error with code CARRYBIT_INVALID_ARGUMENT, for invalid tables or options.
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
  const { preferredUnits } = { ...DEFAULT_LEARNING, ...options };
  const result = (outcome: SearchOutcome) => resultOf(search, outcome, constructed, preferredUnits);
  const watch = onProven && watching(search, result, onProven);
  const timer = setInterval(() => {
    onProgress?.(search.progress());
    watch?.();
  }, 100);
  try {
    if (onProven && constructed) onProven(result(NOTHING) as ConstructedMachine);
    const outcome = await Promise.race([search.run(), aborted(search, signal)]);
    onProgress?.(search.progress());
    return result(outcome);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

const NOTHING: SearchOutcome = { tried: 0, hardest: [] };

function resultOf(
  search: MachineSearch,
  { learned: found, tried, hardest }: SearchOutcome,
  constructed: FixedNetwork | undefined,
  preferredUnits: number,
): MachineResult {
  const common: Common = {
    bits: {
      learned: found ? constantBits(found.fixed) : null,
      constructed: constructed ? constantBits(constructed) : null,
      table: search.tableBits,
    },
    minimalStates: search.minimalStates,
    constructedUnits: search.constructedUnits,
    tried,
  };
  const learned = found && {
    fixed: found.fixed,
    float: floatNetwork(found.fixed, found.float),
    from: found.from,
    updates: found.updates,
  };
  if (learned && (!constructed || isBetter(learned.fixed, constructed, preferredUnits)))
    return { kind: 'learned', ...common, ...learned };
  if (constructed) return { kind: 'constructed', ...common, fixed: constructed, larger: learned, hardest };
  return { kind: 'none', ...common, hardest };
}

/** Whether a network is to be taken instead of another: within the preferred number of units, else with fewer bits. */
function isBetter(network: FixedNetwork, other: FixedNetwork, preferredUnits: number): boolean {
  const [few, fewOfOther] = [network.hidden <= preferredUnits, other.hidden <= preferredUnits];
  return few === fewOfOther ? constantBits(network) <= constantBits(other) : few;
}

/** Reports each learned network that is better than all before, the constructed one too. */
function watching(
  search: MachineSearch,
  result: (outcome: SearchOutcome) => MachineResult,
  onProven: (made: LearnedMachine) => void,
): () => void {
  let last = 0;
  return () => {
    const { bestBits, tried } = search.progress();
    const learned = search.best();
    if (bestBits === last || !learned) return;
    last = bestBits;
    const made = result({ learned, tried, hardest: [] });
    if (made.kind === 'learned') onProven(made);
  };
}

/** The result so far when the signal aborts: running starts take a moment to stop. */
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

/** The provenance in the network file of a network that {@link learn} made. */
export function learnedOrigin(
  made: Pick<LearnedMachine, 'kind' | 'from'> | Pick<ConstructedMachine, 'kind'>,
  seed: number,
  carrybit: string,
  recordings?: string,
): OtherOrigin {
  const { starts, updates, stages } = DEFAULT_LEARNING;
  const inferred = recordings === undefined ? {} : { recordings };
  return made.kind === 'learned'
    ? { method: 'learn', carrybit, seed, starts, updates, stages, ...made.from, ...inferred }
    : { method: 'construct', carrybit, ...inferred };
}

/** Repeats one start: its network, or nothing if it does not learn. */
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
 * The network with one threshold unit for each distinct next state, outputs and input cube of the minimal machine; or
 * the number of units that it would need, if more than 256.
 */
export function construct(machine: MachineInput): FixedNetwork | number {
  const search = nativeSearch(machine, {});
  const constructed = search.constructed();
  return constructed ? proven(constructed, machine) : search.constructedUnits;
}

/** The result of {@link proveOnMachine}. */
export type MachineVerdict =
  | { readonly verdict: 'proven'; readonly pairs: number; readonly transitions: number }
  | { readonly verdict: 'disproved'; readonly counterexample: readonly number[] }
  | { readonly verdict: 'undecided' };

/**
 * Decides whether a fixed network does what a machine specifies, on streams of any length. Don't-care outputs and
 * unspecified steps are left out. A counterexample is a shortest stream of words that ends in a wrong output.
 */
export function proveOnMachine(network: FixedNetwork, machine: MachineInput): MachineVerdict {
  const { verdict, pairs, transitions, counterexample } = searches().proveMachine(
    network,
    nativeTables(checkMachine(machine)),
  );
  if (verdict === 'proven') return { verdict, pairs, transitions };
  return verdict === 'disproved' ? { verdict, counterexample } : { verdict };
}

/** A construction is correct by design, but it is proven all the same before it is used. */
function proven(network: FixedNetwork, machine: MachineInput): FixedNetwork {
  const { verdict } = proveOnMachine(network, machine);
  if (verdict !== 'proven') throw new Error(`the network constructed for ${machine.name} is ${verdict}`);
  return network;
}

function nativeSearch(machine: MachineInput, options: Partial<LearnOptions>): MachineSearch {
  const { seed, starts, updates, stages, maxStarts, preferredUnits } = { ...DEFAULT_LEARNING, ...options };
  checkWhole('stages', stages, [1, 20]);
  checkWhole('hidden', preferredUnits, [1, MAX_UNITS]);
  return new (searches().MachineSearch)(nativeTables(checkMachine(machine)), {
    seed,
    starts,
    updates,
    stages,
    maxStarts,
    preferred: preferredUnits,
  });
}
