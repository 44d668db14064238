// Measures the live page in real Chromium: bytes of a frame, and the share of a core that the page's main thread and
// the server take while numbers of 60 digits are fed. `node test/web/measure.mjs [folder of another build, to
// compare]`, after `npm run build`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const WATCHED_MS = 4000;
/** Steps a second, by their place on the page's slider. */
const PACES = { 16: 4, 500: 9 };
const BUILDS = [join(import.meta.dirname, '../..'), ...process.argv.slice(2)];
/** Clock ticks of Linux in a second. */
const TICKS = 100;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
const folder = mkdtempSync(join(tmpdir(), 'carrybit-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** Runs a command of a build to its end, or until it says where it runs. */
function carrybit(build, ...args) {
  const child = spawn(process.execPath, [join(build, 'dist/bin/carrybit.cjs'), ...args], { cwd: folder });
  return new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      const [url] = /http:\S+/.exec(String(text)) ?? [];
      if (url) resolve({ child, url });
    });
    child.on('exit', resolve);
  });
}

/** Seconds of CPU that a process has taken. */
function cpu({ pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

async function measure(build, pace) {
  const { child, url } = await carrybit(build, 'live', '--http', '0', '--engine', 'uno');
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
  const devtools = await page.context().newCDPSession(page);
  // The time that the thread ran: whatever else runs meanwhile counts nothing.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('Network.enable');
  let frames = 0;
  let bytes = 0;
  devtools.on('Network.webSocketFrameReceived', ({ response: { payloadData, opcode } }) => {
    frames += 1;
    bytes += opcode === 1 ? payloadData.length : Math.floor((payloadData.length * 3) / 4);
  });
  await page.goto(url);
  await page.getByLabel('a', { exact: true }).fill('9'.repeat(60));
  await page.getByLabel('b', { exact: true }).fill('1');
  await page.getByLabel('Clock').fill(String(pace));
  // Enough of them to last for the whole measurement.
  for (let sum = 0; sum < 14; sum++) await page.getByRole('button', { name: 'Add' }).click();
  await page.waitForTimeout(1000);
  const busy = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  const [main, server, since] = [await busy(), cpu(child), performance.now()];
  [frames, bytes] = [0, 0];
  await page.waitForTimeout(WATCHED_MS);
  const wall = (performance.now() - since) / 1000;
  const [mainAfter, serverAfter] = [await busy(), cpu(child)];
  await page.context().close();
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGINT');
  await ended;
  return {
    frames: frames / wall,
    bytes: bytes / frames,
    page: (mainAfter - main) / wall,
    server: (serverAfter - server) / wall,
  };
}

const line = (text) => process.stdout.write(`${text}\n`);
await carrybit(BUILDS.at(-1), 'train', '--quiet');
for (const [hertz, pace] of Object.entries(PACES)) {
  for (const build of BUILDS) {
    const { frames, bytes, page, server } = await measure(build, pace);
    line(
      `at ${hertz} Hz, ${build}: ${frames.toFixed(0)} frames/s of ${(bytes / 1000).toFixed(2)} kB; ` +
        `page ${(page * 100).toFixed(0)} %, server ${(server * 100).toFixed(0)} % of a core`,
    );
  }
}
await browser.close();
