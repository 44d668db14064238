import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { carrybit, emptyFolder, root } from '../cli/carrybit.ts';
import { hosted, open, proven, url, useBrowser } from './browser.ts';

useBrowser();

describe('what comes from elsewhere', () => {
  test.each([
    ['#hidden=0', 'hidden'],
    ['#<img src=x onerror=alert(1)>', 'expected one of task'],
    ['#machine=%7B%22name%22%3A1%7D', 'machine: '],
    ['#machine=.i%2099%0A.o%201%0A.e', 'machine: '],
    [`#machine=${encodeURIComponent('digraph {'.repeat(2000))}`, 'machine: '],
    [`#machine=${'a'.repeat(100_000)}`, 'address: expected at most 65536 characters'],
    ['#samples=900000&bits=900&hidden=256', 'samples'],
    ['#learningRate=-1', 'learning rate'],
    ['#%E0%A4%A&&&===', 'expected one of task'],
  ])('hostile address %# gives a message and leaves the page alive', async (address, message) => {
    const page = await open(address);
    const problem = page.locator('#problem');
    await expect.poll(() => problem.innerText()).toContain(message);
    await page.getByRole('button', { name: 'All defaults' }).click();
    await expect.poll(() => problem.innerText()).toBe('');
    await page.getByLabel('Speed').fill('8');
    await page.getByText('start 0 is proven').waitFor();
  });

  test('a worker that is kept busy for too long is ended, and another takes its place', async () => {
    const page = await open();
    await page.clock.install();
    await page.addInitScript(() => {
      const Real = Worker;
      let made = 0;
      // The first one hears everything and answers nothing.
      const Hanging = class extends EventTarget {
        postMessage(): void {}
        terminate(): void {
          Object.assign(window, { wasEnded: true });
        }
      };
      Object.assign(window, {
        Worker: function make(...given: ConstructorParameters<typeof Worker>) {
          made += 1;
          return made === 1 ? new Hanging() : new Real(...given);
        },
      });
    });
    await page.reload();
    await page.getByRole('button', { name: 'Restart' }).waitFor();
    await page.clock.fastForward(16_000);
    await page.getByText('the settings took too long and were given up').waitFor();
    expect(await page.evaluate(() => 'wasEnded' in window)).toBe(true);
    await page.clock.resume();
    await page.getByLabel('Speed').fill('8');
    await page.getByRole('button', { name: 'Restart' }).click();
    await expect.poll(() => page.locator('#problem').innerText()).toBe('');
    await page.getByText('start 0 is proven').waitFor();
  });

  test('nothing inline is run, and no text as code', async () => {
    const page = await open('', {}, /Content Security Policy/);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.wasRun = true';
      document.head.append(script);
      // As code in a text, from outside of the debugger, which may do anything.
      const timed = document.createElement('script');
      timed.src = URL.createObjectURL(new Blob(['window.wasRun = true'], { type: 'text/javascript' }));
      document.head.append(timed);
      setTimeout('window.wasRun = true');
    });
    await expect.poll(() => page.evaluate(() => document.scripts.length)).toBe(3);
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByText('start 0 learns').waitFor();
    expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
  });
});

test('training for long takes no more memory in the page', async () => {
  const page = await open('#epochs=1&learningRate=1e-9&maxStarts=1000000');
  await page.getByLabel('Speed').fill('8');
  const heading = async () => (await page.locator('.failures h2').textContent()) ?? '';
  const failed = async () => Number(/latest of ([\d,]+)/.exec(await heading())?.[1]?.replace(/,/g, ''));
  /** Bytes that the page uses when so many starts have failed. */
  const used = async (starts: number) => {
    await expect.poll(failed, { timeout: 50_000 }).toBeGreaterThan(starts);
    return page.evaluate(heap);
  };
  const before = await used(300);
  const after = await used(1500);
  // 1,200 starts; a list of their losses alone would be ten times as much.
  expect(after - before).toBeLessThan(2 ** 20);
});

/** Bytes that are used after garbage is collected, which Chromium is started to allow. */
function heap(): number {
  const { gc, performance } = globalThis as never as {
    gc: () => void;
    performance: { memory: { usedJSHeapSize: number } };
  };
  gc();
  return performance.memory.usedJSHeapSize;
}

test('in German it speaks German, from the lesson to the proof and the board', async () => {
  const context = { locale: 'de-DE', viewport: { width: 1280, height: 720 } };
  for (const [at, options] of [
    ['', context],
    ['?lang=de', { viewport: context.viewport }],
  ] as const) {
    const page = await open(at, options, undefined, 'Von vorn');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('#lesson-title').innerText()).toBe('Ein Bit Gedächtnis');
    await page.getByLabel('Tempo').fill('8');
    await page.getByText(/Anlauf \d+ ist bewiesen/).waitFor();
    await page.getByRole('tab', { name: 'Beweis' }).click();
    await page.getByRole('button', { name: 'Irgendein Bit kippen' }).click();
    await expect.poll(() => page.locator('p.fault').innerText()).toMatch(/zurück|gilt weiter/);
    await page.getByRole('tab', { name: 'Board', exact: true }).click();
    await page.getByText('Diese Seite macht die Schritte').waitFor();
    await page.getByRole('tab', { name: 'Lektion' }).click();
    for (let step = 1; step <= 7; step++) {
      await page.getByText(`Schritt ${step} von 7`).waitFor();
      const aside = page.locator('aside');
      expect(await aside.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
      if (step < 7) await page.getByRole('button', { name: 'Weiter' }).click();
    }
  }
});

test('it works off line once it was loaded', async () => {
  const { url, stop } = await hosted();
  onTestFinished(stop);
  const page = await open(url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  stop();
  await page.goto(`${url}#seed=3`);
  await page.reload();
  await page.getByLabel('Speed').fill('8');
  await page.getByText('start 2 is proven').waitFor();
  await page.getByRole('tab', { name: 'Proof' }).click();
  await expect.poll(() => page.locator('.automaton svg').textContent()).toContain('carry 1');
});

test('carrybit live serves it, too', async () => {
  const folder = emptyFolder();
  expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
  const live = spawn(
    process.execPath,
    [join(root, 'dist/bin/carrybit.cjs'), 'live', '--http', '0', '--engine', 'node'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => ended(live));
  const address = await new Promise<string>((resolve) => {
    live.stdout.on('data', (text) => {
      const [found] = /http:\S+/.exec(String(text)) ?? [];
      if (found) resolve(found);
    });
  });
  const page = await proven(`${address}/playground`);
  expect(page.url()).toBe(`${address}/playground/`);
  expect(url).not.toContain(address);
});

async function ended(process: ChildProcess): Promise<void> {
  const end = new Promise<void>((resolve) => process.on('exit', () => resolve()));
  process.kill('SIGINT');
  await end;
}
