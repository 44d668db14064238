import { defineConfig } from 'vitest/config';

// For clients.sh alone: it needs what that installs.
export default defineConfig({
  test: {
    include: ['test/firmata/clients.check.ts'],
    reporters: ['default', './test/tally.ts'],
    testTimeout: 180_000,
  },
});
