import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { carrybit, emptyFolder, root } from '../cli/carrybit.ts';
import { freshPage, launched } from '../fresh-page.ts';

/** The engines, and how what the page says of each begins. */
const ABOUT: Readonly<Record<string, string>> = {
  'Node cell': 'This computer takes the steps',
  'Simulated Uno': 'A simulated ATmega328P runs',
  Board: 'The board at the serial port computes',
};
export const ENGINES = Object.keys(ABOUT);

export let browser: Browser;
export let folder: string;
export let url: string;
/** What the latest `carrybit live` has printed. */
export let said = '';
export const running: ChildProcess[] = [];

/** Runs `carrybit live` on a free port; returns its address. */
export async function startLive(...args: string[]): Promise<string> {
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

/** A trained network, `carrybit live` and real Chromium, for the tests of a file: $CHROMIUM, or Debian's. */
export function useLivePage(): void {
  beforeAll(async () => {
    folder = emptyFolder();
    expect((await carrybit(folder, ['train', '--quiet'])).code).toBe(0);
    expect((await carrybit(folder, ['flash-weights', '--port', 'sim'])).code).toBe(0);
    url = await startLive('--port', 'sim', '--engine', 'node');
    browser = await launched();
  });

  afterAll(async () => {
    await browser?.close();
    for (const live of running) {
      const ended = new Promise((resolve) => live.on('exit', resolve));
      live.kill('SIGINT');
      expect(await ended).toBe(130);
    }
  });
}

/** The page in a fresh browser profile, when it shows a text. */
export async function open(options: BrowserContextOptions = {}, at = url, ready = 'Stop'): Promise<Page> {
  const { page } = await freshPage(browser, options);
  await page.goto(at);
  await page.getByText(ready).first().waitFor();
  return page;
}

export const choose = async (page: Page, engine: string) => {
  const choice = page.getByRole('radio', { name: engine, exact: true });
  await choice.check();
  await page.locator('.engine', { hasText: ABOUT[engine] as string }).waitFor();
};

export const setPace = (page: Page, index: number) => page.getByLabel('Clock').fill(String(index));

export async function add(page: Page, x1: bigint, x2: bigint): Promise<void> {
  await page.getByLabel('a', { exact: true }).fill(String(x1));
  await page.getByLabel('b', { exact: true }).fill(String(x2));
  await page.getByRole('button', { name: 'Add' }).click();
}

export const latest = (page: Page) =>
  page.getByRole('list', { name: 'latest sums' }).getByRole('listitem').first();

/** What axe finds wrong with the page: each rule with the elements that break it. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
