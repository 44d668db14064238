// Takes docs/playground.png: the playground in Chromium, with a counterexample that was played to its end. Fonts differ
// from machine to machine, so CI does not compare it. `npm run playground` comes first.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sirv from 'sirv';

const files = sirv(fileURLToPath(new URL('../dist/playground', import.meta.url)));
const server = createServer((request, response) => files(request, response, () => response.end()));
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
await page.goto(`http://127.0.0.1:${server.address().port}/#seed=5&weightBits=3&stateBits=3&tableBits=3`);
await page.getByLabel('Speed').fill('8');
await page.getByText('is proven').waitFor();
await page.getByRole('button', { name: '2 disproved' }).click();
await page.getByRole('tab', { name: 'Lesson' }).click();
await page.getByRole('button', { name: 'Next' }).click();
await page.screenshot({ path: fileURLToPath(new URL('playground.png', import.meta.url)) });
await browser.close();
server.close();
