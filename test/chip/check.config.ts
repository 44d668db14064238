import { defineConfig } from 'vitest/config';

// For check.sh alone: too long for an ordinary test run, or in need of programs that it builds.
export default defineConfig({
  test: {
    include: ['test/chip/*.check.ts'],
    reporters: ['default', './test/tally.ts'],
    testTimeout: 1_800_000,
  },
});
