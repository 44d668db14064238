// npm runs this after an install in this folder: the carrybit that sweeps run on is the one around it.
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
rmSync(place('node_modules/carrybit'), { force: true, recursive: true });
symlinkSync('../..', place('node_modules/carrybit'), 'junction');
execFileSync(process.execPath, [place('../node_modules/typescript/bin/tsc'), '-p', place('.')], {
  stdio: 'inherit',
});
