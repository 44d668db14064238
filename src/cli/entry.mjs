#!/usr/bin/env node
// What `carrybit` starts. Nothing newer than the check itself is loaded before it.
import { tooOld } from './node-version.mjs';

if (tooOld === undefined) {
  // Node keeps the compiled code for the next command; 20 cannot.
  const { enableCompileCache } = process.getBuiltinModule('module');
  if (enableCompileCache) enableCompileCache();
  import('./main.ts');
} else {
  process.stderr.write(`${tooOld}\n`);
  process.exitCode = 1;
}
