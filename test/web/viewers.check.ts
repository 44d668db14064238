import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import {
  add,
  browser,
  latest,
  open,
  running,
  said,
  setPace,
  startLive,
  url,
  useLivePage,
  violations,
} from './browser.ts';

useLivePage();

test('two viewers see the same run', async () => {
  const [one, other] = [await open(), await open()];
  await setPace(one, 9);
  await add(one, 271n, 828n);
  await expect.poll(() => latest(other).innerText()).toContain('271 + 828 = 1099');
  expect(await other.locator('footer').innerText()).toContain('2 viewers');
});

test('a viewer whose link is of a run before is told that there is another', async () => {
  const [own, link] = await shared();
  const page = await (await browser.newContext()).newPage();
  onTestFinished(() => page.context().close());
  await page.goto(link);
  await page.getByText('You are watching').waitFor();
  running.pop()?.kill('SIGINT');
  await page.getByText('carrybit live was stopped; trying again').waitFor();
  await startLive('--engine', 'node', '--host', '--http', new URL(own).port);
  await page.getByText('this page is for those who have its link').waitFor({ timeout: 20_000 });
});

/** Addresses of a page that is shared: of whoever may do everything, and of those who watch. */
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
  const viewer = await open({}, link, 'You are watching');
  await expect.poll(() => latest(viewer).innerText()).toContain('37 + 43 = 80');
  expect(await viewer.locator('footer').innerText()).toContain('This link can only watch');
  expect(await presenter.locator('footer').innerText()).toContain('This link can change everything');
  for (const control of await viewer.locator('button, input').all())
    expect(await control.isDisabled()).toBe(true);
  expect(await violations(viewer)).toEqual([]);
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
