import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { emptyFolder } from '../cli/carrybit.ts';
import { downloaded, proven, useBrowser } from './browser.ts';

useBrowser();

/** The page with the simulated Uno at work. */
async function onUno(address = ''): Promise<Page> {
  const page = await proven(address);
  await page.getByRole('tab', { name: 'Board' }).click();
  await page.getByRole('radio', { name: 'Simulated Uno' }).check();
  await page.getByRole('img', { name: 'Arduino Uno, on' }).waitFor();
  return page;
}

async function add(page: Page, x1: number, x2: number): Promise<void> {
  await page.getByLabel('Clock').fill('9');
  await page.getByLabel('a', { exact: true }).fill(String(x1));
  await page.getByLabel('b', { exact: true }).fill(String(x2));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const latest = page.getByRole('list', { name: 'latest sums' }).getByRole('listitem').first();
  await expect.poll(() => latest.innerText(), { timeout: 10_000 }).toContain(`${x1} + ${x2} = ${x1 + x2}`);
  expect(await latest.getByLabel('right').count()).toBe(1);
}

/** Reads a trace with vcdvcd, and gives each line its level at every fall of CLK, the first step first. */
const READER = `
import json, sys
from vcdvcd import VCDVCD
vcd = VCDVCD(sys.argv[1])
lines = {name.split('.')[-1]: vcd[name] for name in vcd.signals}
clk = lines['clk'].tv
falls = [time for (_, was), (time, level) in zip(clk, clk[1:]) if was == '1' and level == '0']
rises = [time for (_, was), (time, level) in zip(clk, clk[1:]) if was == '0' and level == '1']
print(json.dumps({'falls': len(falls), 'timescale': str(vcd.timescale['timescale']), 'edges': rises + falls,
  'at': {name: [line[fall - 1] for fall in falls] for name, line in lines.items()}}))
`;

function read(text: string) {
  const folder = emptyFolder();
  const file = join(folder, 'trace.vcd');
  writeFileSync(file, text);
  execFileSync('python3', ['-m', 'venv', join(folder, 'venv')]);
  const python = join(folder, 'venv/bin/python');
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'vcdvcd==2.6.0']);
  return JSON.parse(execFileSync(python, ['-c', READER, file], { encoding: 'utf8' })) as {
    readonly falls: number;
    readonly at: Readonly<Record<string, readonly string[]>>;
  };
}

describe('the simulated Uno in the page', () => {
  test('adds, clocked at its pins, and its trace is read by a VCD reader', async () => {
    const page = await onUno();
    await add(page, 37, 43);
    const { name, text } = await downloaded(page, 'Download VCD');
    expect(name).toBe('trace.vcd');
    const { falls, at } = read(text);
    expect(Object.keys(at).sort()).toEqual(['a', 'b', 'clk', 'reset', 'sum']);
    const number = (line: string) => Number.parseInt([...(at[line] ?? [])].reverse().join(''), 2);
    expect(falls).toBe(7);
    expect([number('a'), number('b'), number('sum')]).toEqual([37, 43, 80]);
  });

  test('takes one step a press of CLK, however its button bounces', async () => {
    const page = await onUno();
    await page.getByLabel('Buttons bounce').check();
    await add(page, 1000, 24);
    const { text } = await downloaded(page, 'Download VCD');
    // Eleven bits: each press and each release is seven contacts.
    expect(text.split('\n').filter((line) => /^1.$/.test(line)).length).toBeGreaterThan(11 * 4);
    await page.getByLabel('Buttons bounce').uncheck();
    await add(page, 5, 6);
  });

  test('shows a flipped bit in its RAM, and recovers', async () => {
    const page = await onUno();
    await page.getByRole('tab', { name: 'Proof' }).click();
    await page.getByRole('button', { name: 'flip bit 6 of h2' }).click();
    await expect.poll(() => page.locator('p.fault').innerText()).toMatch(/Recovered after|still holds/);
  });

  test('says so where a network is too large for it', async () => {
    const page = await proven('#hidden=14&seed=3');
    await page.getByRole('tab', { name: 'Board' }).click();
    await page.getByRole('radio', { name: 'Simulated Uno' }).click();
    await page.getByText('the network is too large for an Uno').waitFor();
    expect(await page.getByRole('radio', { name: 'This page' }).isChecked()).toBe(true);
  });
});
