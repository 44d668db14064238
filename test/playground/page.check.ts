import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { carrybit, emptyFolder, root } from '../cli/carrybit.ts';
import { downloaded, figure, hosted, open, proven, url, useBrowser } from './browser.ts';

useBrowser();

/** A machine of so many drawn states that no start learns it soon. */
function hardToLearn(): string {
  const states = 30;
  let random = 7;
  const below = (limit: number) => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return (random >>> 8) % limit;
  };
  return JSON.stringify({
    ...{ name: 'drawn', inputs: ['a', 'b'], outputs: ['x'], initial: 0 },
    states: Array.from({ length: states }, (_, state) => `s${state}`),
    next: Array.from({ length: 4 * states }, () => below(states)),
    output: Array.from({ length: 4 * states }, () => below(2)),
  });
}

const COFFEE = `.i 1
.o 1
.s 3
.r idle
0 idle idle 0
1 idle paid 0
0 paid paid 0
1 paid done 1
- done idle 0
.e
`;

describe('watching it learn', () => {
  test('it runs by itself, pauses, and takes single steps', async () => {
    const page = await open();
    const update = async () => Number((await figure(page, 'update')).split(' ')[0]);
    await expect.poll(update).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('start 0, paused').waitFor();
    const at = await update();
    const before = await figure(page, 'loss');
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(update).toBe(at + 1);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(update).toBe(at + 2);
    expect(await figure(page, 'loss')).not.toBe(before);
    expect(await figure(page, 'gradient norm')).toMatch(/^[\d.e-]+$/);
    await page.getByRole('button', { name: 'Run' }).click();
    await expect.poll(update).toBeGreaterThan(at + 2);
  });

  test('Run, Pause, Step and Restart do what they say, click by click', async () => {
    const page = await open('#seed=2');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const update = async () => Number((await figure(page, 'update')).split(' ')[0]);
    const status = page.locator('header [role=status]');
    const losses = async (steps: number) => {
      const seen: string[] = [];
      for (let step = 1; step <= steps; step++) {
        await button('Step').click();
        await expect.poll(update).toBe(step);
        seen.push(await figure(page, 'loss'));
      }
      return seen;
    };
    // While it runs there is no single step.
    await expect.poll(update).toBeGreaterThan(1);
    expect(await button('Step').isDisabled()).toBe(true);
    await button('Pause').click();
    await expect.poll(() => status.innerText()).toBe('start 0, paused');
    // From its beginning, and still paused.
    await button('Restart').click();
    await expect.poll(update).toBe(0);
    expect(await status.innerText()).toBe('start 0, paused');
    expect(await figure(page, 'loss')).toBe('–');
    const first = await losses(4);
    expect(new Set(first).size).toBe(4);
    // The same run again.
    await button('Restart').click();
    await expect.poll(update).toBe(0);
    expect(await losses(4)).toEqual(first);
    // Clicks that do not wait for what they do.
    for (let click = 0; click < 5; click++) await button('Step').click();
    await expect.poll(update).toBe(9);
    await button('Run').click();
    await button('Pause').click();
    await button('Run').click();
    await button('Pause').click();
    await expect.poll(() => status.innerText()).toBe('start 0, paused');
    const paused = await update();
    expect(paused).toBeGreaterThanOrEqual(9);
    await button('Step').click();
    await expect.poll(update).toBe(paused + 1);
    // Restarted while it runs, it runs on from the beginning.
    await button('Run').click();
    await expect.poll(update).toBeGreaterThan(paused + 20);
    await button('Restart').click();
    await expect.poll(update).toBeLessThan(paused + 20);
    await expect.poll(() => status.innerText()).toBe('start 0 learns');
    // When it is over there is nothing to run; Restart begins again.
    await page.getByLabel('Speed').fill('8');
    await expect.poll(() => status.innerText(), { timeout: 30_000 }).toMatch(/is proven/);
    expect([await button('Run').isDisabled(), await button('Step').isDisabled()]).toEqual([true, true]);
    await page.getByLabel('Speed').fill('2');
    await button('Restart').click();
    await expect.poll(() => status.innerText()).toBe('start 0 learns');
    await expect.poll(update).toBeGreaterThan(0);
  });

  test('the states settle into clouds, float beside fixed, that can be turned', async () => {
    const page = await open('#seed=2');
    const [float, fixed] = ['Float', 'Fixed'].map((name) =>
      page.getByRole('img', { name: `${name} network: hidden states` }),
    );
    await expect.poll(() => float?.getAttribute('aria-label')).toContain('the colours are mixed');
    await page.getByLabel('Speed').fill('8');
    await page.getByText('is proven').waitFor();
    for (const picture of [float, fixed]) {
      await expect
        .poll(() => picture?.getAttribute('aria-label'))
        .toMatch(/carry 0, carry 1; no two colours are mixed/);
    }
    const pixels = () => fixed?.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const first = await pixels();
    await page.getByRole('group', { name: 'Fixed network' }).press('ArrowLeft');
    await expect.poll(pixels).not.toBe(first);
    await page.getByRole('group', { name: 'Fixed network' }).press('ArrowRight');
    await expect.poll(pixels).toBe(first);
    const box = await float?.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 50);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 150, (box?.y ?? 0) + 70);
    await page.mouse.up();
    await expect.poll(pixels).not.toBe(first);
  });

  test('failed starts stay with their reason, and a disproved one plays where it goes wrong', async () => {
    const page = await proven('#seed=5&weightBits=3&stateBits=3&tableBits=3');
    const strip = page.getByRole('list', { name: 'Failed starts' });
    await expect.poll(() => strip.getByRole('listitem').count()).toBe(3);
    expect(await strip.getByRole('listitem').first().innerText()).toMatch(
      /^0 not learned: \d+\.\d % of the test/,
    );
    await strip.getByRole('button', { name: '1 disproved' }).click();
    const played = page.locator('.counterexample');
    // Bit by bit; at last the last one is wrong.
    expect(await played.locator('.y').innerText()).not.toContain('✗');
    await expect
      .poll(() => played.locator('.y .bits').innerText(), { timeout: 8000 })
      .toMatch(/^=\s*[01]{3}$/);
    expect(await played.locator('.y .wrong').count()).toBe(1 + 1);
    expect(await played.locator('.y').innerText()).toContain('✗');
    expect(await played.innerText()).toMatch(
      /a:[\s\S]*b:[\s\S]*t:[\s\S]*y:[\s\S]*The float network gets this (right|wrong)/,
    );
  });

  test('then proof, automaton, bit flips and recovery', async () => {
    const page = await proven();
    await page.getByRole('tab', { name: 'Proof' }).click();
    await page.getByText('each of the 44 transitions between them gives the correct output').waitFor();
    expect(await page.locator('#proof').innerText()).toContain(
      'comes back from all 16,777,216 states, within 2 steps',
    );
    expect(await page.locator('.automaton svg').textContent()).toContain('carry 0');
    await page.getByRole('button', { name: 'flip bit 6 of state 2' }).click();
    await expect
      .poll(() => page.locator('p.fault').innerText())
      .toMatch(/Recovered after [12] step|holds on/);
  });
});

describe('changing it', () => {
  test.each([
    '',
    '#seed=4&hidden=4&bits=5&batch=80&optimizer=adam&learningRate=0.04&stateBits=6&tableBits=7',
    // Starts that are tried in other roundings and trained on.
    '#seed=5&weightBits=3&stateBits=3&tableBits=3',
  ])('the address %s leads to the very files that carrybit train writes', async (address) => {
    const folder = emptyFolder();
    const flags = [...new URLSearchParams(address.slice(1))].flatMap(([name, value]) => [
      `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      value,
    ]);
    expect((await carrybit(folder, ['train', '--quiet', ...flags])).code).toBe(0);
    const page = await proven(address);
    await page.getByRole('tab', { name: 'Proof' }).click();
    const network = await downloaded(page, 'Download network.json');
    expect(network.text).toBe(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
    const certificate = await downloaded(page, 'Download its certificate');
    const name = readdirSync(join(folder, 'trained')).find((each) => each.endsWith('.certificate.json'));
    expect(certificate.name).toBe(name);
    expect(certificate.text).toBe(readFileSync(join(folder, 'trained', name ?? ''), 'utf8'));
  });

  test('each change is in the address, which shows the same run elsewhere', async () => {
    const page = await open();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByLabel('Seed').fill('11');
    await page.getByRole('textbox', { name: 'Hidden states' }).fill('2');
    await page.getByLabel('Optimizer').selectOption('adam');
    await page.getByLabel('β₂').fill('0.99');
    await page.getByRole('textbox', { name: 'Minibatch' }).fill('50');
    await page.getByLabel('Bits of a weight').fill('6');
    await page.keyboard.press('Tab');
    await page.getByLabel('Task').selectOption('subtractor');
    await page.getByText('subtractor · 2 states').waitFor();
    const address = new URL(page.url()).hash;
    expect(Object.fromEntries(new URLSearchParams(address.slice(1)))).toEqual({
      ...{ task: 'subtractor', seed: '11', hidden: '2', optimizer: 'adam', beta2: '0.99' },
      ...{ batch: '50', weightBits: '6' },
    });
    // That the same settings give the same bits, the files above have shown.
    const other = await open(address);
    await other.getByText('subtractor · 2 states').waitFor();
    await other.getByRole('tab', { name: 'Settings' }).click();
    const fields = (at: typeof page) =>
      at
        .locator('.settings input, .settings select')
        .evaluateAll((all) =>
          all.map((field) => `${field.getAttribute('name')} ${(field as HTMLInputElement).value}`),
        );
    expect(await fields(other)).toEqual(await fields(page));
  });

  test('a machine of one’s own is pasted as text and edited as a table', async () => {
    const page = await open();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByLabel('Task').selectOption('own machine');
    const field = page.getByLabel('Machine: KISS2, DOT, JSON or CSV');
    await expect.poll(() => field.inputValue()).toContain('"carry 0"');
    await field.fill(COFFEE);
    await page.getByRole('button', { name: 'Use this machine' }).click();
    await expect.poll(() => page.locator('.legend').innerText()).toContain('idle');
    await page.getByText(/learned: a network of \d units is proven/).waitFor();
    await expect.poll(() => page.locator('.failures').innerText()).toMatch(/learned\s+\d+ bits/);
    await page.getByRole('button', { name: 'Edit as a table' }).click();
    await page.getByLabel('state after 1 in paid').selectOption('idle');
    await expect.poll(() => field.inputValue()).toContain('"next"');
    const address = new URL(page.url()).hash;
    expect(decodeURIComponent(address)).toContain('machine=');
    await page.getByText(/a network of \d units is proven/).waitFor();
    const other = await open(address);
    await other.getByText(/a network of \d units is proven/).waitFor();
    await other.getByRole('tab', { name: 'Proof' }).click();
    await expect.poll(() => other.locator('.automaton svg').textContent()).toContain('paid');
    expect(await other.locator('.automaton svg').textContent()).not.toContain('done');
  });

  test('a long text is pasted at once, one that is too long is refused, and text that is no machine does not learn', async () => {
    const page = await open('#seed=1');
    await page.getByLabel('Task').selectOption('own machine');
    const field = page.getByLabel('Machine: KISS2, DOT, JSON or CSV');
    await field.waitFor();
    const paste = (text: string) =>
      field.evaluate((element: HTMLTextAreaElement, pasted) => {
        element.select();
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        element.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true }),
        );
      }, text);
    const long = '0 a 1\n'.repeat(10_000);
    await paste(long);
    expect(await field.inputValue()).toBe(long);
    // All of it is selected and replaced within a moment, not half a minute.
    const began = performance.now();
    await field.press('Control+a');
    expect(await field.evaluate((element: HTMLTextAreaElement) => element.selectionEnd)).toBe(long.length);
    await field.press('x');
    expect(await field.inputValue()).toBe('x');
    expect(performance.now() - began).toBeLessThan(4000);
    await paste(long);
    await paste('x'.repeat(100_000));
    expect(await field.inputValue()).toBe(long);
    expect(await page.locator('#problem').innerText()).toContain('expected at most 65536 characters');
    await field.fill('export const inputs = ["a"];');
    await page.getByRole('button', { name: 'Use this machine' }).click();
    await page.getByText('nothing learns; change the settings').first().waitFor();
    expect(await page.locator('#problem').innerText()).toContain('expected a machine as data, got code');
  });

  test('at 1280 × 720 nothing that a machine’s board needs is below the fold', async () => {
    const lights = ['- a b 0010', '- b c 0100', '- c a 1001'].join('\n');
    const machine = `.ilb request\n.ob red yellow green walk\n.i 1\n.o 4\n${lights}\n`;
    const page = await open(`#${new URLSearchParams({ machine })}`, {
      viewport: { width: 1280, height: 720 },
    });
    await page.getByText(/a network of \d units is proven/).waitFor();
    await page.getByRole('tab', { name: 'Board' }).click();
    await page.getByRole('radio', { name: 'Simulated Uno' }).check();
    for (const control of [
      page.getByRole('button', { name: 'Download VCD' }),
      page.getByLabel('Buttons bounce'),
      page.getByRole('button', { name: 'CLK' }),
      page.getByRole('button', { name: 'Feed' }),
    ]) {
      const box = await control.boundingBox();
      expect((box?.y ?? 720) + (box?.height ?? 0)).toBeLessThanOrEqual(706);
    }
  });

  test('a machine of one’s own gets the very file that carrybit train --machine writes', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'machine.kiss2'), COFFEE);
    const flags = ['--machine', 'machine.kiss2', '--seed', '3'];
    expect((await carrybit(folder, ['train', '--quiet', ...flags])).code).toBe(0);
    const page = await open(`#${new URLSearchParams({ machine: COFFEE, seed: '3' })}`);
    await page.getByText(/a network of \d units is proven/).waitFor();
    await page.getByRole('tab', { name: 'Proof' }).click();
    const network = await downloaded(page, 'Download network.json');
    expect(network.text).toBe(readFileSync(join(folder, 'trained/network.json'), 'utf8'));
  });

  test('a search tells where it is, and what is smallest by then is kept when it is stopped', async () => {
    const page = await open(`#${new URLSearchParams({ machine: hardToLearn() })}`);
    await expect.poll(() => figure(page, 'updates')).not.toBe('0');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText(/constructed: a network of \d+ units is proven/).waitFor();
    await page.getByRole('tab', { name: 'Proof' }).click();
    await page.getByRole('button', { name: 'Download network.json' }).waitFor();
  });

  test('it can be learned from samples, as tasks are', async () => {
    await proven(`#${new URLSearchParams({ machine: COFFEE, method: 'samples' })}`);
  });

  test.each([
    [
      'DOT',
      'digraph m { start [shape=none] start -> a; a -> b [label="1 / 1"]; a -> a [label="0 / 0"]; b -> a [label="- / 0"] }',
    ],
    [
      'JSON',
      '{"name":"m","inputs":["x"],"outputs":["y"],"states":["a","b"],"initial":0,"next":[0,1,0,0],"output":[0,1,0,0]}',
    ],
  ])('in %s, too', async (_, machine) => {
    const page = await open(`#${new URLSearchParams({ machine })}`);
    await page.getByLabel('Machine: KISS2, DOT, JSON or CSV').waitFor();
    await expect.poll(() => page.locator('.legend').innerText()).toMatch(/a\s+b/);
  });
});

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
