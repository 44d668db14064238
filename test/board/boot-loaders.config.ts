import { defineConfig } from 'vitest/config';

// For boot-loaders.sh alone: what it needs is not there in an ordinary test run.
export default defineConfig({
  test: {
    include: ['test/board/boot-loaders.check.ts'],
    reporters: ['default', './test/tally.ts'],
    testTimeout: 120_000,
  },
});
