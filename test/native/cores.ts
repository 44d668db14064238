import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Core } from '../../src/native/core.ts';
import { type Instance, instances } from '../../src/native/engine.ts';
import { wasmCore } from '../../src/native/wasm.ts';

/** Where the modules are: those that native/wasm/build.mjs --check has built, or the committed ones. */
const folder = process.env.CARRYBIT_WASM ?? fileURLToPath(new URL('../../native/wasm', import.meta.url));

/** A module of native/wasm, whether this engine would choose it or not. */
export function moduleCore(name: 'fast' | 'exact'): Core {
  return wasmCore(moduleInstances(name));
}

export function moduleInstances(name: 'fast' | 'exact'): () => Instance {
  return instances(readFileSync(join(folder, `${name}.wasm`)));
}
