#!/usr/bin/env node
// What `carrybit` starts. Nothing newer than the check itself is loaded before it.
import { tooOld } from './node-version.mjs';

if (tooOld === undefined) {
  // Node 22 and later keep the code that they have compiled, and the next command starts sooner.
  process.getBuiltinModule('node:module').enableCompileCache?.();
  import('./main.ts');
} else {
  process.stderr.write(`${tooOld}\n`);
  process.exitCode = 1;
}
