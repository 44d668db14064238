import { defineConfig } from 'vitest/config';

// For page.sh alone: it needs Chromium, which an ordinary test run does without.
export default defineConfig({
  test: {
    include: ['test/playground/*.check.ts'],
    reporters: ['default', './test/tally.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
