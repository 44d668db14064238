import type * as Addon from '#addon';
import { type Core, lazily } from './core.ts';
import { instancesLater, isFused } from './engine.ts';
import { type SearchCore, searchCore } from './search.ts';
import { type Report, searchImports } from './search-job.ts';
import { wasmCore } from './wasm.ts';

export type * from './addon-types.ts';

const lazy = lazily(() => {
  if (core === undefined) throw new Error('the WebAssembly core is not loaded yet: await loadCore() first');
  return core;
});
export const { Automaton, Restarts } = lazy;
/**
 * A network in training, one update at a time. Parameters are one vector in the order s0 (hidden), wInput (inputs ×
 * hidden), bInput (hidden), wRecurrent (hidden × hidden), bRecurrent (hidden), wOutput (hidden × outputs), bOutput
 * (outputs); matrices are row-major, (from, to).
 */
export const Trainer = lazy.Trainer;
/**
 * Samples as one minibatch, made once for any number of updates. With the addon a trainer of the same shape and
 * precision copies and allocates nothing for an update on it.
 */
export const Minibatch = lazy.Minibatch;
/** Fresh parameters of a start, in the order of {@link Trainer}: Glorot-uniform matrices, everything else zero. */
export const initialParameters = lazy.initialParameters;
export type Automaton = Addon.Automaton;
export type Restarts = Addon.Restarts;
/** Samples as one minibatch. */
export type Minibatch = Addon.Minibatch;
/** A network in training. */
export type Trainer = Addon.Trainer;

/** @throws Error: a browser has no addon */
export function requireAddon(): typeof Addon {
  throw new Error('only the native addon can do this; use carrybit in Node');
}

/** A browser has no addon. */
export function addonIfAny(): typeof Addon | undefined {
  return undefined;
}

let core: Core | undefined;
let search: SearchCore | undefined;

/** Loads once. A failed load is tried again by the next call. */
function once(load: () => Promise<void>): () => Promise<void> {
  let loading: Promise<void> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/**
 * Fetches the core, once. Trainings wait for it by themselves. Await it before making a `Trainer` or a
 * `PackedAutomaton`.
 *
 * @throws Error when it cannot be fetched; a later call tries again
 */
export const loadCore = once(async () => {
  // Bundlers find the files only by literal paths. These are relative to dist/src/native.
  const url = isFused()
    ? new URL('../../../native/wasm/fast.wasm', import.meta.url)
    : new URL('../../../native/wasm/exact.wasm', import.meta.url);
  core = wasmCore(await instancesLater(await fetched(url)));
});

/**
 * Fetches the searches for users' machines, once. `learn`, `imitate` and `smallest` wait for it by themselves. Await it
 * before `construct` and `proveOnMachine`.
 *
 * @throws Error when it cannot be fetched; a later call tries again
 */
export const loadSearches = once(async () => {
  const bytes = await fetched(new URL('../../../native/wasm/search.wasm', import.meta.url));
  search = searchCore(bytes, await instancesLater(bytes, searchImports()), (job, take, fail) => {
    const worker = new Worker(new URL('./search-worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => take(data);
    worker.onerror = ({ message }) => fail(message ?? 'its worker could not be loaded');
    worker.postMessage(job);
    return () => worker.terminate();
  });
});

/** @throws Error before `loadSearches` has resolved */
export function searches(): SearchCore {
  if (search === undefined) throw new Error('the searches are not loaded yet: await loadSearches() first');
  return search;
}

/** The part of a page's worker that is used here; TypeScript's types of a browser are not loaded. */
declare class Worker {
  constructor(url: URL, options: { type: 'module' });
  onmessage: (event: { readonly data: Report }) => void;
  onerror: (event: { readonly message?: string }) => void;
  postMessage(job: object): void;
  terminate(): void;
}

async function fetched(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Error(`the WebAssembly core could not be fetched: ${url} returned status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
