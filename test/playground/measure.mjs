// Measures the built playground in real Chromium: first paint and first use with a processor four times slower, and the
// main thread's share of a core while a start trains as fast as it goes. `node test/playground/measure.mjs`, after
// `npm run playground`.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sirv from 'sirv';

const THROTTLE = 4;
const LOADS = 7;
const WATCHED_MS = 10_000;
/** Trainings that go on for long: of the default's sizes, of more states, and starts that fail one after the other. */
const TRAININGS = {
  'three states': '#epochs=20000&samples=2000',
  '32 states': '#epochs=20000&hidden=32',
  'starts that fail': '#epochs=1&learningRate=1e-9&maxStarts=1000000',
};

const files = sirv(join(import.meta.dirname, '../../dist/playground'));
const server = createServer((request, response) =>
  files(request, response, () => response.writeHead(404).end()),
);
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const url = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });

async function fresh() {
  const page = await (await browser.newContext()).newPage();
  return { page, devtools: await page.context().newCDPSession(page) };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const loads = [];
for (let load = 0; load < LOADS; load++) {
  const { page, devtools } = await fresh();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.goto(url);
  await page.waitForFunction(() => /^[1-9]/.test(document.querySelector('.figures dd')?.textContent ?? ''));
  loads.push(
    await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      learning: performance.now(),
    })),
  );
  await page.context().close();
}
const line = (text) => process.stdout.write(`${text}\n`);
line(`CPU ${THROTTLE} × slower, median of ${LOADS}:`);
line(`  first contentful paint ${Math.round(median(loads.map(({ paint }) => paint)))} ms`);
line(
  `  first update seen, so all buttons work ${Math.round(median(loads.map(({ learning }) => learning)))} ms`,
);

for (const [name, address] of Object.entries(TRAININGS)) {
  const { page, devtools } = await fresh();
  await devtools.send('Performance.enable', { timeDomain: 'timeTicks' });
  await page.goto(`${url}${address}`);
  await page.getByLabel('Speed').fill('8');
  await page.waitForTimeout(1000);
  const metrics = async () =>
    Object.fromEntries(
      (await devtools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]),
    );
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await metrics()).JSHeapUsedSize / 2 ** 20;
  };
  const [heapBefore, before, since] = [await heap(), await metrics(), performance.now()];
  await page.waitForTimeout(WATCHED_MS);
  const [after, wall] = [await metrics(), (performance.now() - since) / 1000];
  const share = (after.TaskDuration - before.TaskDuration) / wall;
  const heapAfter = await heap();
  line(
    `${name}: main thread ${(share * 100).toFixed(0)} % of a core; its heap ${heapBefore.toFixed(1)} → ${heapAfter.toFixed(1)} MiB`,
  );
  await page.context().close();
}
await browser.close();
server.close();
