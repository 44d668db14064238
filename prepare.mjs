// npm runs this after an install. It runs it before npx carrybit in this folder, too, where all is built already and
// building it again would take half a minute, without a word.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tooOld } from './src/cli/node-version.mjs';

if (tooOld !== undefined) {
  process.stderr.write(`${tooOld}\n`);
  process.exit(1);
}
if (process.env.npm_command !== 'exec' || !existsSync('dist/bin/carrybit.cjs')) {
  try {
    execSync('npm run --silent build', { stdio: 'inherit' });
  } catch (error) {
    process.exit(error.status ?? 1);
  }
}
