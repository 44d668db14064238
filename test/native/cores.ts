import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Core } from '../../src/native/core.ts';
import { instances } from '../../src/native/engine.ts';
import { wasmCore } from '../../src/native/wasm.ts';

/** A module of native/wasm, whether this engine would choose it or not. */
export function moduleCore(name: 'fast' | 'exact'): Core {
  return wasmCore(
    instances(readFileSync(fileURLToPath(new URL(`../../native/wasm/${name}.wasm`, import.meta.url)))),
  );
}
