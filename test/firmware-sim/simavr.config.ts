import { defineConfig } from 'vitest/config';

// For simavr.sh alone: what it needs is not there in an ordinary test run.
export default defineConfig({
  test: {
    include: ['test/firmware-sim/simavr.check.ts', 'test/firmware-sim/avr-libc.check.ts'],
    reporters: ['default', './test/tally.ts'],
    testTimeout: 300_000,
  },
});
