import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { open, proven, useBrowser } from './browser.ts';

useBrowser();

const VIEWS = ['Learning', 'Proof', 'Board'];
const SIDES = ['Lesson', 'Settings'];

/** A start that failed in every way, and one that was proven. */
const RICH = '#seed=5&weightBits=3&stateBits=3&tableBits=3';

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => (window as never as { axe: typeof axe }).axe.run());
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

describe.each<[string, BrowserContextOptions]>([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['high contrast', { contrast: 'more' }],
  ['forced colours', { forcedColors: 'active', colorScheme: 'dark' }],
])('in %s', (_, options) => {
  test('every view passes axe, with contrast', async () => {
    const page = await proven(RICH, options);
    for (const side of SIDES) {
      await tab(page, side);
      expect(await violations(page), side).toEqual([]);
    }
    for (const view of VIEWS) {
      await tab(page, view);
      expect(await violations(page), view).toEqual([]);
    }
    await page.getByRole('radio', { name: 'Simulated Uno' }).check();
    await page.getByRole('img', { name: 'Arduino Uno, on' }).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('in German every view passes axe, and the lesson fits at 1280 × 720', async () => {
  const page = await open(
    '?lang=de#seed=5',
    { viewport: { width: 1280, height: 720 } },
    undefined,
    'Von vorn',
  );
  await page.getByLabel('Tempo').fill('8');
  await page.getByText(/Anlauf \d+ ist bewiesen/).waitFor();
  for (const name of ['Lektion', 'Einstellungen', 'Lernen', 'Beweis', 'Board']) {
    await tab(page, name);
    expect(await violations(page), name).toEqual([]);
  }
  await tab(page, 'Lernen');
  expect(await page.locator('.figures').innerText()).toMatch(/Verlust ξ\s+0,\d{4}\s.*\s0,\d+$/s);
  await tab(page, 'Beweis');
  expect(await page.locator('#automaton').innerText()).toMatch(/\d Netzzustände/);
  await tab(page, 'Lektion');
  for (let step = 1; step <= 7; step++) {
    await page.getByText(`Schritt ${step} von 7`).waitFor();
    const aside = page.locator('aside');
    expect(await aside.evaluate((each) => each.scrollHeight - each.clientHeight), `Schritt ${step}`).toBe(0);
    if (step < 7) await page.getByRole('button', { name: 'Weiter' }).click();
  }
  // The pace as a word does not run into the button beside it.
  const right = (locator: ReturnType<Page['locator']>) =>
    locator.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().right;
    });
  const copy = await page.getByRole('button', { name: 'Link kopieren' }).boundingBox();
  expect(await right(page.locator('.hertz'))).toBeLessThan(copy?.x ?? 0);
});

test('on a phone the lesson stands above the pictures, both of which are in the window below it', async () => {
  const page = await open('', { viewport: { width: 390, height: 844 } });
  const top = async (selector: string) => (await page.locator(selector).first().boundingBox())?.y ?? -1;
  expect(await top('.lesson')).toBeLessThan(await top('.cube'));
  await tab(page, 'Settings');
  const [one, other] = await Promise.all(
    [0, 1].map((index) => page.locator('.cube').nth(index).boundingBox()),
  );
  expect(one?.y).toBe(other?.y);
  expect(await top('.settings')).toBeGreaterThan(await top('.curve'));
  expect((await top('.curve')) + 104).toBeLessThan(844);
});

test('at 1280 × 720 nothing of any view is below the fold', async () => {
  const page = await proven(RICH, { viewport: { width: 1280, height: 720 } });
  for (const view of VIEWS) {
    await tab(page, view);
    await expect
      .poll(() => page.evaluate(() => [scrollY, document.documentElement.scrollHeight]), { message: view })
      .toEqual([0, 720]);
    const pane = page.locator('.pane');
    expect(await pane.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight), view).toBe(
      0,
    );
  }
  await tab(page, 'Lesson');
  for (let step = 1; step <= 7; step++) {
    await page.getByText(`Step ${step} of 7`).waitFor();
    const aside = page.locator('aside');
    expect(
      await aside.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight),
      `step ${step}`,
    ).toBe(0);
    if (step < 7) await page.getByRole('button', { name: 'Next' }).click();
  }
});

test.each([
  ['en', 1280, 720, 'Restart'],
  ['de', 1280, 720, 'Von vorn'],
  ['de', 390, 844, 'Von vorn'],
])(
  'the table of an own machine stays in its panel, in %s at %i × %i',
  async (language, width, height, ready) => {
    const page = await open(
      `?lang=${language}#task=parity`,
      { viewport: { width, height } },
      undefined,
      ready,
    );
    await page.locator('[name=task]').selectOption('');
    await page.locator('.table .disclose').click();
    const sticking = () =>
      page
        .locator('aside, aside fieldset')
        .evaluateAll((all) =>
          all.filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.className),
        );
    expect(await sticking()).toEqual([]);
    // Three states are wider than the panel at a desktop; the names of the rows stay in view beside what is edited.
    await page.locator('.table .row button').first().click();
    await page
      .getByLabel(/1 .* state 2$/)
      .first()
      .waitFor();
    expect(await sticking()).toEqual([]);
    await page.locator('.table button.bit').last().click();
    await expect.poll(() => page.locator('.table button.bit').last().innerText()).toBe('1');
    const left = async (of: string) => (await page.locator(of).last().boundingBox())?.x ?? Number.NaN;
    expect(await left('.table tbody th')).toBeGreaterThanOrEqual(await left('.table .scroll'));
    expect(await violations(page)).toEqual([]);
  },
);

test('at no width does anything stick out', async () => {
  const page = await proven(RICH);
  for (const width of [360, 480, 768, 1000, 1120, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    for (const view of VIEWS) {
      await tab(page, view);
      const sticking = () =>
        page.evaluate(() => [
          ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
          ...[...document.querySelectorAll('section, aside')]
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ id, className }) => id || className),
        ]);
      await expect.poll(sticking, { message: `${view} at ${width} pixels` }).toEqual([]);
    }
  }
});

test('nothing moves by itself for those who prefer that, other than what is asked to run', async () => {
  const page = await open(RICH, { reducedMotion: 'reduce' });
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return transitionDuration !== '0s' || animationName !== 'none';
      }).length,
  );
  expect(moving).toBe(0);
  await page.getByLabel('Speed').fill('8');
  await page.getByText('is proven').waitFor();
  // A counterexample is there as a whole at once.
  await page.getByRole('button', { name: '2 disproved' }).click();
  expect(await page.locator('.counterexample .y').innerText()).toContain('✗');
});

test('the lesson leads from a bit of memory to the proof, with the keyboard alone', async () => {
  const page = await open();
  const focusOn = async (name: string) => {
    for (let press = 0; press < 60; press++) {
      const at = await page.evaluate(() => document.activeElement?.textContent?.trim());
      if (at === name) return;
      await page.keyboard.press('Tab');
    }
    expect.fail(`no Tab leads to ${name}`);
  };
  const deeds = [
    'Begin with the adder',
    'Stop and look; turn a picture',
    'Take a single step',
    'Run',
    'See six starts fail',
    'Weights of 3 bits, states of 4',
    'Prove the adder',
  ];
  const seen = [
    /start 0 learns/,
    /start 0, paused/,
    /start 0, paused/,
    /start 0 (learns|is proven)/,
    /start 6 is proven/,
    /start 1 is proven/,
    /start \d+ is proven/,
  ];
  for (const [step, deed] of deeds.entries()) {
    if (step > 0) {
      await page.getByRole('button', { name: 'Next' }).focus();
      await page.keyboard.press('Enter');
    }
    await page.getByText(`Step ${step + 1} of 7`).waitFor();
    await page.getByRole('tab', { name: 'Lesson' }).focus();
    if (deed !== 'Run') await focusOn(deed);
    else await page.locator('.lesson').getByRole('button', { name: 'Run' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('header [role=status]').innerText(), { timeout: 15_000 })
      .toMatch(seen[step] as RegExp);
  }
  await page.getByText('transitions between them gives the correct output').waitFor();
});

test('every task speaks of itself', async () => {
  const page = await proven('#task=parity&seed=4');
  await tab(page, 'Board');
  await page.getByRole('button', { name: 'Feed' }).waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/\b(add|sum)s?\b/i);
});
