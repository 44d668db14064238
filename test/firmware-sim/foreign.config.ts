import { defineConfig } from 'vitest/config';

// For foreign.sh alone: what it needs is not there in an ordinary test run.
export default defineConfig({
  test: {
    include: ['test/firmware-sim/foreign.check.ts', 'test/firmware-sim/mega.check.ts'],
    testTimeout: 60_000,
  },
});
