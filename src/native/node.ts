import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Addon from '#addon';
import { type Found, findAddon } from './addon.ts';
import { type Core, lazily } from './core.ts';
import { instances, isFused } from './engine.ts';
import { type SearchCore, searchCore } from './search.ts';
import { searchImports } from './search-job.ts';
import { inThreadsOf } from './threads.ts';
import { wasmCore } from './wasm.ts';

export type * from './addon-types.ts';

const lazy = lazily(load);
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

/** Makes the core ready for use. Only a browser needs this. */
export async function loadCore(): Promise<void> {}

/**
 * Ends the process this long after SIGINT or SIGTERM, whatever its threads do, and writes the message to stderr.
 * Without the addon it has no effect and needs none: WebAssembly is busy for a few milliseconds at most.
 */
export function endAfterSignal(graceMs: number, message: string): void {
  find().addon?.endAfterSignal(graceMs, message);
}

/** Ends the process without waiting for the addon's threads. Returns if there is no addon. */
export function exitAtOnce(code: number): void {
  find().addon?.exitAtOnce(code);
}

/** Milliseconds since the signal in which other programs had the processors, as measured by {@link endAfterSignal}. */
export function starvedMs(): number {
  return find().addon?.starvedMs() ?? 0;
}

/**
 * What only the addon has: exhaustive searches, on all cores.
 *
 * @throws Error without an addon; the message shows how to get it
 */
export function requireAddon(): typeof Addon {
  const { addon, problem, remedy } = find();
  if (addon !== undefined) return addon;
  throw new Error(`${problem}, and only the addon can do this. ${remedy}`.trimEnd());
}

/** Why there is no addon, or an empty text. */
export function addonProblem(): string {
  return find().problem;
}

/** The folder in which carrybit is installed. */
export function packageRoot(): string {
  return find().root;
}

/** The addon, for work that has another way without it. */
export function addonIfAny(): typeof Addon | undefined {
  return find().addon;
}

let found: Found | undefined;

function find(): Found {
  found ??= findAddon();
  return found;
}

/** The addon or, where none can be loaded, WebAssembly. */
function load(): Core {
  return find().addon ?? wasmCore(instances(moduleBytes(isFused() ? 'fast' : 'exact')));
}

let search: SearchCore | undefined;

/** The searches for users' machines: the addon's or, where none can be loaded, WebAssembly's. */
export function searches(): SearchCore {
  search ??= find().addon ?? searchInThreads();
  return search;
}

/** Makes `construct` and `proveOnMachine` ready for use. Only a browser needs this. */
export async function loadSearches(): Promise<void> {}

function searchInThreads(): SearchCore {
  const bytes = moduleBytes('search');
  return searchCore(bytes, instances(bytes, searchImports()), inThreadsOf(find().root));
}

let isSaid = false;

/** A module of WebAssembly. Writes once why it replaces the addon. */
function moduleBytes(name: string): Uint8Array {
  const { root, problem, remedy } = find();
  const file = join(root, 'native/wasm', `${name}.wasm`);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new Error(
      `${problem}, and WebAssembly cannot take its place: no such file: ${file}. ${remedy || 'To repair it, run npm ci.'}`,
    );
  }
  if (!isSaid)
    process.stderr.write(
      `${`carrybit: ${problem}; WebAssembly takes its place, which is slower. ${remedy}`.trimEnd()}\n`,
    );
  isSaid = true;
  return bytes;
}
