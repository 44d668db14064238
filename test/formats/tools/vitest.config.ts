import { defineConfig } from 'vitest/config';

/** Exported files in the hands of other people's programs, which have to be on the machine: see .ci/run. */
export default defineConfig({
  test: {
    include: ['test/formats/tools/*.check.ts'],
    reporters: ['default', './test/tally.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
