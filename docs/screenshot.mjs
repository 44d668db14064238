// Takes docs/live.png, the picture of the live page in the README: the page as Chromium draws it, with the simulated
// Uno at work. Fonts differ from machine to machine, so CI does not compare it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const main = fileURLToPath(new URL('../dist/bin/carrybit.cjs', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'carrybit-screenshot-'));
process.on('exit', () => rmSync(cwd, { recursive: true }));
execFileSync(process.execPath, [main, 'train', '--quiet'], { cwd });
const live = spawn(process.execPath, [main, 'live', '--http', '0'], { cwd });
const [line] = await once(live.stdout.setEncoding('utf8'), 'data');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const page = await browser.newPage({
  viewport: { width: 1280, height: 900 },
  colorScheme: process.argv[2] === 'dark' ? 'dark' : 'light',
});
await page.goto(/http:\S+/.exec(line)[0]);
const steps = async (count) => {
  const spoken = page.getByRole('img', { name: new RegExp(`Traces of the latest ${count} steps`) });
  await spoken.waitFor();
};
const add = async (x1, x2) => {
  await page.getByLabel('a', { exact: true }).fill(x1);
  await page.getByLabel('b', { exact: true }).fill(x2);
  await page.getByRole('button', { name: 'Add' }).click();
};
await add('37', '43');
await steps(7);
await page.getByRole('button', { name: 'flip bit 6 of h2' }).click();
await page.getByText('Recovered').waitFor();
await add('13', '4');
await steps(14);
// Slow enough to be caught in the middle.
await page.getByLabel('Clock').fill('1');
await add('1234', '777');
await steps(22);
await page.waitForTimeout(200);
await page.screenshot({
  path: fileURLToPath(new URL(process.argv[3] ?? 'live.png', import.meta.url)),
  fullPage: true,
});

await browser.close();
live.kill('SIGINT');
