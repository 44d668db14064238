// npm run bench -- baseline: builds carrybit 0.1.0 out of this repository's history, outside of it.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The last commit of 0.1.0; its own lock files pin what it is built of. */
const COMMIT = 'd5ad269';
/** BASELINE names another folder. */
export const baselineFolder = process.env.BASELINE ?? join(tmpdir(), 'carrybit-0.1.0');

export function buildBaseline() {
  if (existsSync(join(baselineFolder, 'dist/src/index.js'))) return;
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { status, stdout } = spawnSync('git', ['archive', COMMIT], { cwd: root, maxBuffer: 2 ** 28 });
  if (status !== 0) {
    process.stderr.write(
      `bench: commit ${COMMIT} is not in this clone: clone all of it, or git fetch --unshallow\n`,
    );
    process.exit(1);
  }
  mkdirSync(baselineFolder, { recursive: true });
  execFileSync('tar', ['-x'], { cwd: baselineFolder, input: stdout });
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: baselineFolder, stdio: 'inherit' });
}
