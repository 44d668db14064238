import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  add,
  browser,
  choose,
  ENGINES,
  folder,
  latest,
  open,
  running,
  setPace,
  startLive,
  useLivePage,
} from './browser.ts';

useLivePage();

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
    await page.getByRole('button', { name: 'flip bit 6 of h2' }).click();
    const fault = page.locator('p.fault');
    await expect
      .poll(() => fault.innerText())
      .toMatch(/^Bit 6 of h2 flipped: .*(Recovered after [12] step|still holds)/);
    for (let flip = 0; flip < 3; flip++) {
      await page.getByRole('button', { name: 'RESET' }).click();
      await expect.poll(() => fault.innerText()).toBe('');
      await page.getByRole('button', { name: 'Flip a random bit' }).click();
      await expect.poll(() => fault.innerText()).toMatch(/Recovered|still holds/);
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
      if (new RegExp(`^${name}\\b`).test(await focused())) return;
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
  await tabTo('a');
  await page.keyboard.type('1000');
  await page.keyboard.press('Tab');
  await page.keyboard.type('24');
  await page.keyboard.press('Enter');
  await expect.poll(() => latest(page).innerText(), { timeout: 10_000 }).toContain('1000 + 24 = 1024');
  await tabTo('flip bit 7 of h1');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toMatch(/^flip bit 6 of h2/);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('p.fault').innerText()).toContain('Bit 6 of h2');
  // Where the focus is can be seen.
  expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe(
    'solid',
  );
});

test('what cannot be fed is refused in words, at the field', async () => {
  const page = await open();
  for (const [text, reason] of [
    ['', 'a is empty'],
    ['-5', 'a is “-5”'],
    ['0x10', 'a is “0x10”'],
    ['1.5', 'a is “1.5”'],
  ] as const) {
    await page.getByLabel('a', { exact: true }).fill(text);
    await page.getByLabel('b', { exact: true }).fill('1');
    await page.getByRole('button', { name: 'Add' }).click();
    await expect.poll(() => page.locator('#refusal').innerText()).toContain(reason);
    expect(
      await page.getByLabel('a', { exact: true }).evaluate((field) => field === document.activeElement),
    ).toBe(true);
  }
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
