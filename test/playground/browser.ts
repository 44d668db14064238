import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sirv from 'sirv';
import { afterAll, beforeAll } from 'vitest';
import { freshPage, launched } from '../fresh-page.ts';

const BUILT = fileURLToPath(new URL('../../dist/playground', import.meta.url));

let browser: Browser;

/** A static host of the built folder; `stop` takes it off the net. */
export async function hosted() {
  const files = sirv(BUILT);
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404).end();
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
}

export let url: string;

/** Real Chromium and a static host, for the tests of a file: $CHROMIUM, or Debian's. */
export function useBrowser(): void {
  let host: Awaited<ReturnType<typeof hosted>>;
  beforeAll(async () => {
    host = await hosted();
    url = host.url;
    browser = await launched([
      // Memory is measured in one test.
      '--js-flags=--expose-gc',
      '--enable-precise-memory-info',
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    host?.stop();
  });
}

/** The page in a fresh browser profile. If it asks another host for anything, the test fails. */
export async function open(
  at = '',
  options: BrowserContextOptions = {},
  expected?: RegExp,
  ready = 'Restart',
): Promise<Page> {
  const { page, complain } = await freshPage(browser, options, expected);
  page.context().on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'blob:' && host !== new URL(page.url()).host && page.url() !== 'about:blank')
      complain(`asked for ${request.url()}`);
  });
  await page.goto(new URL(at, url).href);
  await page.getByRole('button', { name: ready }).waitFor();
  return page;
}

/** The page when a start of the address is proven, trained as fast as it goes. */
export async function proven(at = '', options: BrowserContextOptions = {}, expected?: RegExp): Promise<Page> {
  const page = await open(at, options, expected);
  await page.getByLabel('Speed').fill('8');
  await page.getByText(/start \d+ is proven/).waitFor();
  return page;
}

/** What stands under a name among the figures. */
export const figure = (page: Page, name: string) =>
  page.locator('.figures div', { hasText: name }).locator('dd').innerText();

/** Downloads what a button offers. */
export async function downloaded(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
}
