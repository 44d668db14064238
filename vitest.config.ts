import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], timeout_ms: number) => ({
  test: {
    name,
    include,
    globalSetup: './test/temporary-folder.ts',
    testTimeout: timeout_ms,
    hookTimeout: Math.max(60_000, Math.min(timeout_ms, 240_000)),
  },
});

/** The long counts of `npm run soak` take an hour where the short ones take a minute. */
const SLOW_TIMEOUT_MS = Number(process.env.CARRYBIT_STEPS ?? 1e6) > 1e5 ? 3_600_000 : 240_000;

/** `npm test` runs the first project; the others need programs that the scripts beside their tests name. */
export default defineConfig({
  test: {
    reporters: ['default', './test/tally.ts'],
    projects: [
      project('unit', ['test/**/*.test.ts'], 60_000),
      project('slow', ['test/formats/tools/*.check.ts', 'test/firmata/*.check.ts'], SLOW_TIMEOUT_MS),
      project('chip', ['test/{chip,board,firmware-sim}/*.check.ts'], 1_800_000),
      project('browser', ['test/{web,playground,native}/*.check.ts'], 60_000),
    ],
  },
});
