import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/*.test.ts'],
    globalSetup: '../test/temporary-folder.ts',
    reporters: ['default', '../test/tally.ts'],
    testTimeout: 60_000,
  },
});
