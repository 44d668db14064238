import { createServer } from 'node:http';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sirv from 'sirv';
import { build } from 'vite';

/**
 * Bundles the page as an application would, serves it, and opens it in real Chromium: $CHROMIUM, or Debian's.
 *
 * @param {string} folder for what is bundled
 */
export async function openPage(folder) {
  await build({
    root: join(import.meta.dirname, 'page'),
    logLevel: 'warn',
    configFile: false,
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'es2022' },
  });
  const server = createServer(sirv(folder));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await page.goto(`http://127.0.0.1:${port}/`);
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { page, complaints, close };
}
