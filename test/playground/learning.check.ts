import { describe, expect, test } from 'vitest';
import { figure, open, proven, useBrowser } from './browser.ts';

useBrowser();

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
      /^0 not learned: accuracy \d+\.\d %$/,
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
    await page.getByRole('button', { name: 'flip bit 6 of h2' }).click();
    await expect
      .poll(() => page.locator('p.fault').innerText())
      .toMatch(/Recovered after [12] step|still holds/);
  });
});
