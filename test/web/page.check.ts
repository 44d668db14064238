import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { carrybit, emptyFolder, root } from '../cli/carrybit.ts';

/** The engines, and how what the page says of each begins. */
const ABOUT: Readonly<Record<string, string>> = {
  'Node cell': 'This computer takes the steps',
  'Simulated Uno': 'A simulated ATmega328P runs',
  Board: 'The board at the serial port computes',
};
const ENGINES = Object.keys(ABOUT);

let browser: Browser;
let folder: string;
let url: string;
/** What the latest `carrybit live` has printed. */
let said = '';
const running: ChildProcess[] = [];

/** Runs `carrybit live` on a free port; returns its address. */
async function startLive(...args: string[]): Promise<string> {
  const command = [join(root, 'dist/bin/carrybit.cjs'), 'live', '--http', '0', ...args];
  const live = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(live);
  return new Promise((resolve) => {
    live.stdout.on('data', (text) => {
      said = String(text);
      const [found] = /http:\S+/.exec(said) ?? [];
      if (found) resolve(found);
    });
  });
}

beforeAll(async () => {
  folder = emptyFolder();
  expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
  expect((await carrybit(folder, ['flash-weights', '--port', 'sim'])).code).toBe(0);
  url = await startLive('--port', 'sim', '--engine', 'node');
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
});

afterAll(async () => {
  await browser?.close();
  for (const live of running) {
    const ended = new Promise((resolve) => live.on('exit', resolve));
    live.kill('SIGINT');
    expect(await ended).toBe(130);
  }
});

/** The page in a fresh browser profile. What the browser complains of, blocked content above all, fails the test. */
async function open(options: BrowserContextOptions = {}, at = url, ready = 'Stop'): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(at);
  await page.getByText(ready).first().waitFor();
  return page;
}

const choose = async (page: Page, engine: string) => {
  const choice = page.getByRole('radio', { name: engine, exact: true });
  await choice.check();
  await page.locator('.engine', { hasText: ABOUT[engine] as string }).waitFor();
};

const setPace = (page: Page, index: number) => page.getByLabel('Clock').fill(String(index));

async function add(page: Page, x1: bigint, x2: bigint): Promise<void> {
  await page.getByLabel('x1').fill(String(x1));
  await page.getByLabel('x2').fill(String(x2));
  await page.getByRole('button', { name: 'Add' }).click();
}

const latest = (page: Page) => page.getByRole('list', { name: 'latest sums' }).getByRole('listitem').first();

describe.each(ENGINES)('on the engine %s', (engine) => {
  test('the page adds the numbers that are typed', async () => {
    const page = await open();
    await choose(page, engine);
    await setPace(page, 9);
    for (const [x1, x2] of [
      [13n, 4n],
      [0n, 0n],
      [2n ** 64n - 1n, 1n],
      [BigInt('9'.repeat(40)), BigInt('8'.repeat(39))],
    ] as const) {
      await add(page, x1, x2);
      await expect
        .poll(() => latest(page).innerText(), { timeout: 20_000 })
        .toContain(`${x1} + ${x2} = ${x1 + x2}`);
      expect(await latest(page).getByLabel('right').count()).toBe(1);
      expect(await page.locator('.hidden[role=status]').innerText()).toContain(`= ${x1 + x2}, right`);
    }
  });

  test('a flipped bit is shown, and so is that the network recovers', async () => {
    const page = await open();
    await choose(page, engine);
    await setPace(page, 5);
    await page.getByRole('button', { name: 'RESET' }).click();
    await page.getByRole('button', { name: 'flip bit 6 of state 2' }).click();
    const fault = page.locator('p.fault');
    await expect
      .poll(() => fault.innerText())
      .toMatch(/^Bit 6 of s2 flipped: .*(Recovered after [12] step|holds on)/);
    for (let flip = 0; flip < 3; flip++) {
      await page.getByRole('button', { name: 'RESET' }).click();
      await expect.poll(() => fault.innerText()).toBe('');
      await page.getByRole('button', { name: 'Flip a random bit' }).click();
      await expect.poll(() => fault.innerText()).toMatch(/Recovered|holds on/);
    }
    await expect.poll(() => page.locator('.automaton .lit').count()).toBe(1);
  });

  test('switches and CLK feed it bit by bit', async () => {
    const page = await open();
    await choose(page, engine);
    const clock = page.getByRole('button', { name: 'CLK' });
    await page.getByRole('button', { name: 'RESET' }).click();
    await page.getByRole('switch', { name: 'input a' }).click();
    await page.getByRole('switch', { name: 'input b' }).click();
    await clock.click();
    const reading = () => page.locator('table.sum').innerText();
    await expect.poll(reading).toMatch(/a:\s+1\s+1\s[\s\S]*y:\s+=\s*0/);
    await expect.poll(() => page.locator('.automaton .lit').textContent()).toContain('carry 1');
    await page.getByRole('switch', { name: 'input a' }).click();
    await page.getByRole('switch', { name: 'input b' }).click();
    await clock.click();
    await expect.poll(reading).toMatch(/a:\s+10\s+1\s[\s\S]*y:\s+=\s*01\s*✓/);
    await expect.poll(() => page.locator('.automaton .lit').textContent()).toContain('carry 0');
    await expect.poll(() => page.getByRole('img', { name: 'sum is 1' }).count()).toBe(1);
  });
});

test('a board that cannot be had is refused in words, and the engine stays', async () => {
  const page = await open({}, await startLive('--port', '/dev/nowhere', '--engine', 'uno'));
  await page.getByRole('radio', { name: 'Board' }).click();
  await page.getByText('cannot open /dev/nowhere: there is no such port').waitFor();
  expect(await page.getByRole('radio', { name: 'Simulated Uno' }).isChecked()).toBe(true);
  await add(page, 1n, 1n);
  await expect.poll(() => latest(page).innerText(), { timeout: 5000 }).toContain('1 + 1 = 2');
});

test('a page whose server is gone says so, and goes on when there is one again', async () => {
  const first = await startLive('--engine', 'node');
  const page = await (await browser.newContext()).newPage();
  onTestFinished(() => page.context().close());
  await page.goto(first);
  await page.getByRole('button', { name: 'Add' }).waitFor();
  const server = running.pop();
  server?.kill('SIGINT');
  await page.getByText('carrybit live was stopped; trying again').waitFor();
  await startLive('--engine', 'node', '--http', new URL(first).port);
  await page.getByText('trying again').waitFor({ state: 'detached', timeout: 20_000 });
  await add(page, 20n, 3n);
  await expect.poll(() => latest(page).innerText(), { timeout: 5000 }).toContain('20 + 3 = 23');
});

test('the Uno shows what runs: off for the Node cell, its LED lit by the sum when it adds', async () => {
  const page = await open();
  await choose(page, 'Node cell');
  expect(await page.getByRole('img', { name: 'Arduino Uno, off' }).count()).toBe(1);
  await choose(page, 'Simulated Uno');
  await page.getByRole('img', { name: 'LED L at pin 13 dark' }).waitFor();
  await page.getByRole('switch', { name: 'input a' }).click();
  await page.getByRole('button', { name: 'CLK' }).click();
  await page.getByRole('img', { name: 'LED L at pin 13 lit' }).waitFor();
  expect(await page.locator('wokwi-arduino-uno').evaluate((uno) => 'led13' in uno && uno.led13)).toBe(true);
  expect(await page.locator('#traces p').innerText()).toMatch(/sum followed CLK after \d+ cycles/);
});

test('it can be used with the keyboard alone', async () => {
  const page = await open();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: at } = document;
      return (
        at?.getAttribute('aria-label') ??
        at?.closest('label')?.textContent?.trim() ??
        at?.textContent?.trim() ??
        ''
      );
    });
  const tabTo = async (name: string) => {
    for (let press = 0; press < 80; press++) {
      if ((await focused()).startsWith(name)) return;
      await page.keyboard.press('Tab');
    }
    expect.fail(`no Tab leads to ${name}`);
  };
  await choose(page, 'Node cell');
  await page.reload();
  await page.getByRole('button', { name: 'Add' }).waitFor();

  await tabTo('Node cell');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('img', { name: 'Arduino Uno, on' }).waitFor();
  await tabTo('CLK');
  await page.keyboard.press('Enter');
  await tabTo('input b');
  await page.keyboard.press('Space');
  await page.getByRole('switch', { name: 'input b', checked: true }).waitFor();
  await tabTo('x1');
  await page.keyboard.type('1000');
  await page.keyboard.press('Tab');
  await page.keyboard.type('24');
  await page.keyboard.press('Enter');
  await expect.poll(() => latest(page).innerText(), { timeout: 10_000 }).toContain('1000 + 24 = 1024');
  await tabTo('flip bit 7 of state 1');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toMatch(/^flip bit 6 of state 2/);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('p.fault').innerText()).toContain('Bit 6 of s2');
  // Where the focus is can be seen.
  expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe(
    'solid',
  );
});

test('what cannot be fed is refused in words, at the field', async () => {
  const page = await open();
  for (const [text, reason] of [
    ['', 'x1 is empty'],
    ['-5', 'x1 is “-5”'],
    ['0x10', 'x1 is “0x10”'],
    ['1.5', 'x1 is “1.5”'],
  ] as const) {
    await page.getByLabel('x1').fill(text);
    await page.getByLabel('x2').fill('1');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect.poll(() => page.locator('#refusal').innerText()).toContain(reason);
    expect(await page.getByLabel('x1').evaluate((field) => field === document.activeElement)).toBe(true);
  }
});

test('on a phone nothing is wider than the page, not even a sum of 300 digits', async () => {
  const page = await open({ viewport: { width: 360, height: 740 } });
  const widths = () =>
    page.evaluate(() => [document.documentElement.scrollWidth, document.body.getBoundingClientRect().right]);
  expect(await widths()).toEqual([360, 360]);
  await setPace(page, 9);
  await add(page, BigInt('9'.repeat(300)), 1n);
  for (const engine of ENGINES) {
    await choose(page, engine);
    await add(page, BigInt('9'.repeat(300)), 1n);
    await page.locator('table.sum').waitFor();
    expect(await widths()).toEqual([360, 360]);
  }
  await page.getByRole('button', { name: 'Stop' }).click();
  // Every button is large enough for a thumb, or for a bit of a state at least as large as WCAG 2.2 asks.
  for (const button of await page.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  }
});

test('at no width does anything stick out of its section', async () => {
  const page = await open();
  await setPace(page, 9);
  await add(page, BigInt('9'.repeat(60)), 1n);
  for (const width of [360, 480, 768, 900, 1100, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const sticking = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('section')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ id }) => id),
      );
    await expect.poll(sticking, { message: `at ${width} pixels` }).toEqual([]);
  }
});

test.each(['light', 'dark'] as const)('in %s it passes axe, with contrast', async (colorScheme) => {
  const page = await open({ colorScheme });
  await choose(page, 'Simulated Uno');
  await setPace(page, 9);
  await add(page, 37n, 43n);
  await expect.poll(() => latest(page).innerText()).toContain('80');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red = 0] = ground.match(/\d+/g)?.map(Number) ?? [];
  expect(red < 128).toBe(colorScheme === 'dark');
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
});

test('nothing moves by itself for those who prefer that', async () => {
  const page = await open({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return transitionDuration !== '0s' || animationName !== 'none';
      }).length,
  );
  expect(moving).toBe(0);
});

test('the automaton, the curve and the proof of the loaded network are there', async () => {
  const page = await open();
  expect(await page.locator('.automaton svg').textContent()).toContain('carry 0');
  const curve = page.getByRole('img', { name: 'The loss of each update' });
  await expect.poll(() => curve.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const proof = await page.locator('#proof').innerText();
  const { transitions } = JSON.parse(readFileSync(join(folder, 'trained/network.json'), 'utf8')).proof;
  expect(proof).toContain(`each of the ${transitions} transitions between them gives the correct output`);
  expect(proof).toContain('comes back from all 16,777,216 states, within 2 steps');
});

test('two viewers see the same run', async () => {
  const [one, other] = [await open(), await open()];
  await setPace(one, 9);
  await add(one, 271n, 828n);
  await expect.poll(() => latest(other).innerText()).toContain('271 + 828 = 1099');
  expect(await other.locator('footer').innerText()).toContain('2 viewers');
});

/** A ring of 12 places with 4 inputs and 16 outputs, as KISS2. */
function ring(): string {
  const steps = Array.from({ length: 12 * 16 }, (_, at) => {
    const [place, word] = [at >> 4, at & 15];
    const next = (place + ([0, 1, 11, 0][word >> 2] ?? 0)) % 12;
    const bits = (value: number, width: number) => value.toString(2).padStart(width, '0').slice(-width);
    return `${bits(word, 4)} place_${place} place_${next} ${bits(next * 1237 * (word + 1), 16)}`;
  });
  const names = '.ilb coin button door_open water_empty';
  const lights = Array.from({ length: 16 }, (_, output) => `a_light_of_a_long_name_${output}`).join(' ');
  return `.i 4\n.o 16\n.r place_0\n${names}\n.ob ${lights}\n${steps.join('\n')}\n.e\n`;
}

test('a machine with more lines than an Uno has pins has named switches and lights, readable at every width', async () => {
  writeFileSync(join(folder, 'ring.kiss'), ring());
  const train = ['train', '--machine', 'ring.kiss', '--max-starts', '1', '--quiet', '--out', 'ring'];
  expect((await carrybit(folder, train)).code).toBe(0);
  const page = await open({}, await startLive('ring/network.json', '--engine', 'node'));
  await page.getByRole('switch', { name: 'input button' }).click();
  await page.getByRole('button', { name: 'CLK' }).click();
  await expect.poll(() => page.locator('.automaton .lit').textContent()).toContain('place_');
  const lights = page.getByRole('list', { name: 'outputs' });
  await expect.poll(() => lights.getByRole('img', { name: /is 1$/ }).count()).toBeGreaterThan(0);
  expect(await lights.getByRole('img').count()).toBe(16);
  await page.getByLabel('coin button door_open water_empty').fill('0100,0000,0100,1000');
  await page.getByRole('button', { name: 'Feed' }).click();
  const latest = page.getByRole('list', { name: 'latest answers' }).getByRole('listitem').first();
  await expect.poll(() => latest.innerText(), { timeout: 10_000 }).toMatch(/^0100,0000,0100,1000 → /);
  for (const width of [360, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const sticking = () =>
      page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('section')]
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ id }) => id),
      );
    await expect.poll(sticking, { message: `at ${width} pixels` }).toEqual([]);
    // Letters of the automaton, which is scaled, can still be read.
    const heights = await page
      .locator('.automaton .node text')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(9);
  }
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
});

test('a viewer whose link is of a run before is told that there is another', async () => {
  const [own, link] = await shared();
  const page = await (await browser.newContext()).newPage();
  onTestFinished(() => page.context().close());
  await page.goto(link);
  await page.getByText('You look on').waitFor();
  running.pop()?.kill('SIGINT');
  await page.getByText('carrybit live was stopped; trying again').waitFor();
  await startLive('--engine', 'node', '--host', '--http', new URL(own).port);
  await page.getByText('this page is for those who have its link').waitFor({ timeout: 20_000 });
});

/** Addresses of a page that is shared: of whoever may do everything, and of those who look on. */
async function shared(): Promise<[presenter: string, viewer: string]> {
  const presenter = await startLive('--engine', 'uno', '--host');
  return [presenter, /^ {2}(http:\/\/\d\S+)/m.exec(said)?.[1] ?? ''];
}

test('a viewer on the network sees what the presenter does, and has nothing to press', async () => {
  const [own, link] = await shared();
  expect(new URL(link).hostname).not.toBe('127.0.0.1');
  const presenter = await open({}, own);
  await setPace(presenter, 9);
  await add(presenter, 37n, 43n);
  const viewer = await open({}, link, 'You look on');
  await expect.poll(() => latest(viewer).innerText()).toContain('37 + 43 = 80');
  expect(await viewer.locator('footer').innerText()).toContain('This link only looks on');
  expect(await presenter.locator('footer').innerText()).toContain('This link can change everything');
  for (const control of await viewer.locator('button, input').all())
    expect(await control.isDisabled()).toBe(true);
  await viewer.evaluate(axe.source);
  const { violations } = await viewer.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  // The playground is each viewer's own.
  const playground = await viewer.context().newPage();
  await playground.goto(`${link}playground`);
  await playground.getByRole('button', { name: 'Copy link' }).click();
  await playground.getByText(/start \d+ (learns|is proven)/).waitFor();
});

test('a page from elsewhere can neither connect nor read', async () => {
  const elsewhere = createServer((_, response) => response.end('<!doctype html><title>elsewhere</title>'));
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    elsewhere.close();
  });
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  const outcome = await page.evaluate(
    (target) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${target.replace('http', 'ws')}/live`);
        socket.onopen = () => resolve('open');
        socket.onerror = () => resolve('refused');
      }),
    url,
  );
  expect(outcome).toBe('refused');
  expect(
    await page.evaluate(
      (target) =>
        fetch(target).then(
          () => 'read',
          () => 'refused',
        ),
      url,
    ),
  ).toBe('refused');
});
