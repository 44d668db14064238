import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carrybit } from '../cli/carrybit.ts';
import {
  add,
  choose,
  ENGINES,
  folder,
  latest,
  open,
  setPace,
  startLive,
  useLivePage,
  violations,
} from './browser.ts';

useLivePage();

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
  expect(await violations(page)).toEqual([]);
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
  const latest = page.getByRole('list', { name: 'latest outputs' }).getByRole('listitem').first();
  await expect.poll(() => latest.innerText(), { timeout: 10_000 }).toMatch(/^0100,0000,0100,1000 → /);
  // Not all of its states are traced, and all are listed; the page says both.
  const units = JSON.parse(readFileSync(join(folder, 'ring/network.json'), 'utf8')).fixed.hidden;
  expect(units).toBeGreaterThan(8);
  expect(await page.locator('#traces').innerText()).toContain(`Traced: h1–h8 of ${units} states.`);
  expect(await page.locator('#state').innerText()).toContain(`All ${units} states are in this list`);
  expect(await page.getByRole('rowheader', { name: /^h\d+$/ }).count()).toBe(units);
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
    expect(Math.min(...heights), `at ${width}`).toBeGreaterThanOrEqual(9);
  }
  expect(await violations(page)).toEqual([]);
});

test('the class of the state is in view from the beginning, in an automaton that is larger than its frame', async () => {
  const code = `
    export const [inputs, outputs, initial] = [['a', 'b', 'c', 'd'], ['p', 'q', 'r', 's', 't'], 0];
    export function step(from, [a, b, c, d]) {
      const state = (from * 3 + a + 2 * b + c * 5 + d * 7) % 24;
      return { state, outputs: [0, 1, 2, 3, 4].map((bit) => (state >> bit) & 1) };
    }`;
  writeFileSync(join(folder, 'many.mjs'), code);
  const train = ['train', '--machine', 'many.mjs', '--max-starts', '1', '--quiet', '--out', 'many'];
  expect((await carrybit(folder, train)).code).toBe(0);
  const page = await open({}, await startLive('many/network.json', '--engine', 'node'));
  const inView = () =>
    page.locator('.automaton .lit').evaluate((node) => {
      const frame = node.closest('.automaton') as Element;
      const [inner, outer] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
      return (
        inner.top >= outer.top &&
        inner.bottom <= outer.bottom &&
        inner.left >= outer.left &&
        inner.right <= outer.right &&
        (frame.scrollHeight > frame.clientHeight || frame.scrollWidth > frame.clientWidth)
      );
    });
  await expect.poll(inView).toBe(true);
});

test('every state of a machine of twelve is seen at 1300 pixels, and which bits its symbols are', async () => {
  const places = Array.from({ length: 12 }, (_, at) => `p${at}`);
  const edges = places.map(
    (place, at) => `${place} -> ${places[(at + 1) % 12]} [label="on / ${at === 11 ? 'bell' : 'tick'}"];
      ${place} -> ${place} [label="wait / none"]; ${place} -> p0 [label="back / none"];`,
  );
  writeFileSync(join(folder, 'clock.dot'), `digraph clock { __start0 -> p0; ${edges.join('\n')} }`);
  const train = ['train', '--machine', 'clock.dot', '--max-starts', '1', '--quiet', '--out', 'clock'];
  expect((await carrybit(folder, train)).code).toBe(0);
  const page = await open({}, await startLive('clock/network.json', '--engine', 'node'));
  await page.setViewportSize({ width: 1300, height: 900 });
  expect(await page.locator('.automaton .node text').count()).toBe(24);
  const outside = () =>
    page.locator('.automaton .node text').evaluateAll((all) =>
      all.flatMap((each) => {
        const frame = each.closest('.automaton') as Element;
        const [inner, outer] = [each.getBoundingClientRect(), frame.getBoundingClientRect()];
        const isIn =
          inner.left >= outer.left &&
          inner.right <= outer.right &&
          inner.top >= outer.top &&
          inner.bottom <= outer.bottom;
        return isIn && inner.height >= 9 ? [] : [each.textContent];
      }),
    );
  await expect.poll(outside).toEqual([]);
  expect(await page.locator('.codes').allInnerTexts()).toEqual([
    expect.stringMatching(/^i0 i1\s+00 on\s+10 wait\s+01 back$/),
    expect.stringMatching(/^o0 o1\s+00 tick\s+10 none\s+01 bell$/),
  ]);
  expect(await violations(page)).toEqual([]);
});

test('of a number that is wider than its frame the current bit stays in view', async () => {
  const page = await open();
  await choose(page, 'Node cell');
  await setPace(page, 6);
  await add(page, BigInt('9'.repeat(60)), 1n);
  const places = () =>
    page.evaluate(() => {
      const holder = document.querySelector('#sum .scroll');
      const current = holder?.querySelector('.y .now');
      if (!holder || !current) return undefined;
      const [inner, outer] = [current.getBoundingClientRect(), holder.getBoundingClientRect()];
      return { scrolled: holder.scrollLeft, isIn: inner.left >= outer.left && inner.right <= outer.right };
    });
  await expect.poll(async () => (await places())?.scrolled ?? 0, { timeout: 10_000 }).toBeGreaterThan(200);
  expect((await places())?.isIn).toBe(true);
  await page.getByRole('button', { name: 'Stop' }).click();
});

test('the current bit is marked in forced colors, too', async () => {
  const page = await open({ forcedColors: 'active' });
  await choose(page, 'Node cell');
  await setPace(page, 1);
  await add(page, 255n, 255n);
  const current = page.locator('#sum .y .now');
  await current.waitFor();
  const grounds = await current.evaluate((bit) =>
    [bit, bit.closest('section') as Element].map((each) => getComputedStyle(each).backgroundColor),
  );
  expect(grounds[0]).not.toBe(grounds[1]);
  await page.getByRole('button', { name: 'Stop' }).click();
});

test('the measured delay stays in the text while no output changes, so nothing below it moves', async () => {
  const page = await open();
  await choose(page, 'Simulated Uno');
  await add(page, 1n, 0n);
  const note = page.locator('#traces p');
  await expect.poll(() => note.innerText()).toMatch(/followed CLK after \d+ cycles/);
  await setPace(page, 7);
  await add(page, 2n ** 200n, 0n);
  // Zeros fill the traces and whatever is kept of them.
  const taken = () => page.locator('#sum tr.y').innerText();
  await expect.poll(taken, { timeout: 10_000 }).toMatch(/0{150}/);
  expect(await note.innerText()).toMatch(/followed CLK after \d+ cycles/);
  await page.getByRole('button', { name: 'Stop' }).click();
});
