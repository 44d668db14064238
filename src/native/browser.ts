import type * as Addon from '#addon';
import { type Core, lazily } from './core.ts';
import { instancesLater, isFused } from './engine.ts';
import { wasmCore } from './wasm.ts';

export type {
  Attempt,
  AutomatonTable,
  BatchSchedule,
  MachineTables,
  NetworkShape,
  OptimizerRule,
  Precision,
  RestartsProgress,
  SampleTensors,
} from '#addon';

const lazy = lazily(() => {
  if (core === undefined) throw new Error('the WebAssembly core is not loaded yet: await loadCore() first');
  return core;
});
export const { Automaton, Restarts } = lazy;
/**
 * A network in training, one update at a time. Parameters are one vector in the order s0 (hidden), wInput (inputs × hidden),
 * bInput (hidden), wRecurrent (hidden × hidden), bRecurrent (hidden), wOutput (hidden × outputs), bOutput (outputs);
 * matrices are row-major, (from, to).
 */
export const Trainer = lazy.Trainer;
/** Fresh parameters of a start, in the order of {@link Trainer}: Glorot-uniform matrices, everything else zero. */
export const initialParameters = lazy.initialParameters;
export type Automaton = Addon.Automaton;
export type Restarts = Addon.Restarts;
/** A network in training. */
export type Trainer = Addon.Trainer;

/** @throws Error: a browser has no addon */
export function requireAddon(): typeof Addon {
  throw new Error('only the native addon can do this; use carrybit in Node');
}

/** A browser has none. */
export function addonIfAny(): typeof Addon | undefined {
  return undefined;
}

let core: Core | undefined;
let loading: Promise<void> | undefined;

/**
 * Fetches the core, once. What trains waits for it by itself; before making a `Trainer` or a `PackedAutomaton`, await it.
 *
 * @throws Error when it cannot be fetched; a later call tries again
 */
export function loadCore(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<void> {
  // Written out, so that bundlers find the files. From dist/src/native.
  const url = isFused()
    ? new URL('../../../native/wasm/fast.wasm', import.meta.url)
    : new URL('../../../native/wasm/exact.wasm', import.meta.url);
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`the WebAssembly core could not be fetched: ${url} answered ${response.status}`);
  core = wasmCore(await instancesLater(new Uint8Array(await response.arrayBuffer())));
}
