import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** Real Chromium: $CHROMIUM, or Debian's. */
export function launched(args: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/**
 * An empty page in a fresh browser profile, for one test. What the browser complains of, blocked content above all,
 * fails the test, except what is expected, without which it fails, too. `complain` adds to it.
 */
export async function freshPage(
  browser: Browser,
  options: BrowserContextOptions = {},
  expected?: RegExp,
): Promise<{ page: Page; complain: (text: string) => void }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect(complaints.filter((text) => !expected?.test(text))).toEqual([]);
    if (expected) expect(complaints).not.toEqual([]);
  });
  return { page, complain: (text) => complaints.push(text) };
}
