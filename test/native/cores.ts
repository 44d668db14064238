import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Core } from '../../src/native/core.ts';
import { type Instance, instances } from '../../src/native/engine.ts';
import { type SearchCore, searchCore } from '../../src/native/search.ts';
import { searchImports } from '../../src/native/search-job.ts';
import { inThreadsOf } from '../../src/native/threads.ts';
import { wasmCore } from '../../src/native/wasm.ts';

/** Where the modules are: those that native/wasm/build.mjs --check has built, or the committed ones. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = process.env.CARRYBIT_WASM ?? join(root, 'native/wasm');

/** A module of native/wasm, whether this engine would choose it or not. */
export function moduleCore(name: 'fast' | 'exact'): Core {
  return wasmCore(moduleInstances(name));
}

export function moduleInstances(name: 'fast' | 'exact'): () => Instance {
  return instances(readFileSync(join(folder, `${name}.wasm`)));
}

/** The searches of native/wasm, in threads, whether there is an addon or not. */
export function moduleSearches(): SearchCore {
  const bytes = readFileSync(join(folder, 'search.wasm'));
  return searchCore(bytes, instances(bytes, searchImports()), inThreadsOf(root));
}
