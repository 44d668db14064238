import type { Reporter, TestModule } from 'vitest/node';

/**
 * Prints `N passed, N failed` over all suites as the last line of a run. A suite that cannot load counts as one
 * failure.
 */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    // After the default reporter has written its own summary.
    process.once('beforeExit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
