import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Needs a redis-server, and takes minutes. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/redis/*.check.ts'],
    globalSetup: '../test/temporary-folder.ts',
    reporters: ['default', '../test/tally.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
