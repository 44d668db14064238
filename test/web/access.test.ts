import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { newToken, parseProxy, type Sharing } from '../../src/web/access.ts';
import { linksOf } from '../../src/web/links.ts';
import { served, Viewer } from './live.ts';

const tokens = { presenter: 'aaaa-bbbb-cccc', viewer: 'dddd-eeee-ffff' };
const sharing: Sharing = { tokens, proxy: parseProxy('https://class.example') };

/** Every command there is. */
const COMMANDS = [
  { type: 'add', numbers: ['1', '1'] },
  { type: 'feed', inputs: '11' },
  { type: 'clock', bits: [1, 1] },
  { type: 'reset' },
  { type: 'fault' },
  { type: 'fault', unit: 0, bit: 0 },
  { type: 'stop' },
  { type: 'bounce', bounces: true },
  { type: 'engine', engine: 'uno' },
  { type: 'pace', hertz: 500 },
];

function get(port: number, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; location: string; text: string }>((resolve, reject) => {
    const question = request({ host: '127.0.0.1', port, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      const { statusCode: status = 0, headers } = answer;
      answer.on('end', () => resolve({ status, location: headers.location ?? '', text }));
    });
    question.on('error', reject).end();
  });
}

/** What an Origin and a Host say, asked at 127.0.0.1. */
const from = (host: string, origin = `http://${host}`) => ({ host, origin });

test.each(['/', '/live', '/loss.svg', '/assets/x.js', '/playground/', '/aaaa-bbbb-cccd/', '/aaaa', '//'])(
  'who asks a shared page for %s, without a token, is told in a sentence what is missing',
  async (path) => {
    const { port } = await served({ sharing });
    expect(await get(port, path)).toMatchObject({
      status: 403,
      text: 'this page is for those who have its link: ask whoever started carrybit live, which printed it\n',
    });
    expect(await new Viewer(port, {}, '/live').opened()).toBe(403);
    expect(await new Viewer(port, {}, '/aaaa-bbbb-cccd/live').opened()).toBe(403);
  },
);

test.each(Object.values(tokens))(
  'the link with %s leads to page, files, curve and playground',
  async (token) => {
    const { port } = await served({ sharing });
    const page = await get(port, `/${token}/`);
    expect(page.text).toContain('carrybit live');
    const [, file] = /src="\.\/([^"]+)"/.exec(page.text) ?? [];
    expect((await get(port, `/${token}/${file}`)).status).toBe(200);
    expect((await get(port, `/${token}/loss.svg`)).text).toContain('<svg');
    expect((await get(port, `/${token}/playground/`)).text).toContain('carrybit playground');
    // However it was typed; redirected relative to where a proxy shows it.
    expect(await get(port, `/${token.toUpperCase()}/`)).toMatchObject({ status: 200 });
    expect(await get(port, `/${token}`)).toMatchObject({ status: 308, location: `${token}/` });
    expect(await get(port, `/${token}/playground`)).toMatchObject({ status: 308, location: 'playground/' });
    expect((await get(port, `/${token}/../package.json`)).status).toBe(404);
  },
);

test('a viewer sees everything and changes nothing: each command is refused in words', async () => {
  const { port, session } = await served({ sharing });
  const presenter = new Viewer(port, {}, `/${tokens.presenter}/live`);
  const viewer = new Viewer(port, {}, `/${tokens.viewer}/live`);
  await expect.poll(() => [presenter.frame?.viewers, viewer.frame?.viewers]).toEqual([2, 2]);
  expect(presenter.tellings[0]).toMatchObject({ type: 'about', access: 'presenter' });
  expect(viewer.tellings[0]).toMatchObject({ type: 'about', access: 'viewer', loss: true });
  const before = session.frame(0);
  for (const command of COMMANDS) viewer.send(command);
  viewer.socket.send('no JSON');
  const refused = () => viewer.tellings.filter(({ type }) => type === 'refused');
  await expect.poll(() => refused().length).toBe(COMMANDS.length + 1);
  expect(refused()[0]).toMatchObject({ reason: expect.stringContaining('this link can only watch') });
  expect(session.frame(0)).toEqual(before);

  presenter.send({ type: 'pace', hertz: 500 });
  presenter.send({ type: 'add', numbers: ['12', '30'] });
  await expect.poll(() => viewer.frame?.sum?.complete).toBe(true);
  expect(viewer.frame).toMatchObject({ sum: { right: true }, hertz: 500 });
});

test('viewers, however many, keep no presenter out', async () => {
  const { port } = await served({ sharing });
  const viewers = Array.from({ length: 50 }, () => new Viewer(port, {}, `/${tokens.viewer}/live`));
  await Promise.all(viewers.map((viewer) => viewer.opened()));
  const next = new Viewer(port, {}, `/${tokens.viewer}/live`);
  expect(await next.end).toMatchObject({ code: 1013 });
  const presenter = new Viewer(port, {}, `/${tokens.presenter}/live`);
  await expect.poll(() => presenter.frame?.viewers).toBe(51);
});

test('where nothing is shared the page has no token, and everyone who reaches it may give commands', async () => {
  const { port, links } = await served();
  expect(links).toEqual({ presenter: [`http://127.0.0.1:${port}`], viewers: [] });
  const viewer = new Viewer(port);
  await expect.poll(() => viewer.tellings[0]).toMatchObject({ access: 'local' });
});

test.each([
  // Passed on as the browser sent it.
  from('class.example', 'https://class.example'),
  from('class.example:443', 'https://class.example'),
  // The proxy asks by the name it knows.
  from('localhost:8808', 'https://class.example'),
  from('127.0.0.1', 'https://class.example'),
  // As many development containers do: both are changed.
  from('localhost:8808'),
])('a named proxy may come as %o', async (headers) => {
  const { port } = await served({ sharing });
  for (const token of Object.values(tokens)) {
    expect((await get(port, `/${token}/`, headers)).status).toBe(200);
    expect(await new Viewer(port, headers, `/${token}/live`).opened()).toBe('open');
  }
});

test.each([
  from('evil.example'),
  from('class.example.evil.example'),
  from('10.1.2.3'),
  from('[2001:db8::1]:80'),
  from('localhost', 'https://evil.example'),
  from('class.example', 'https://class.example.evil.example'),
  from('class.example', 'https://class.example:8443'),
  from('class.example', 'null'),
])('even with a token, %o is refused', async (headers) => {
  const { port } = await served({ sharing });
  expect((await get(port, `/${tokens.viewer}/`, headers)).status).toBe(403);
  expect(await new Viewer(port, headers, `/${tokens.presenter}/live`).opened()).toBe(403);
});

test.each(['', '/user/ada/proxy/8808'])('a proxy under a path may send it on or not: %j', async (before) => {
  const proxy = parseProxy('https://lab.example/user/ada/proxy/8808/');
  const { port } = await served({ sharing: { tokens, proxy } });
  const host = from('lab.example', 'https://lab.example');
  expect((await get(port, `${before}/${tokens.viewer}/`, host)).text).toContain('carrybit live');
  expect((await get(port, `${before}/`, host)).status).toBe(403);
  expect((await get(port, `/other${before}/${tokens.viewer}/`, host)).status).toBe(403);
  expect(await new Viewer(port, host, `${before}/${tokens.viewer}/live`).opened()).toBe('open');
});

test('without its name, a proxy is refused and told how it is named', async () => {
  const { port } = await served({ sharing: { tokens, proxy: undefined } });
  const { status, text } = await get(port, `/${tokens.viewer}/`, { host: 'class.example' });
  expect([status, text]).toEqual([403, expect.stringContaining('“class.example”')]);
  expect(text).toContain('carrybit live --proxy');
});

test('a page for the network is found at each of the computer’s addresses', async () => {
  const { links, port } = await served({ sharing: { tokens, proxy: undefined }, address: null });
  expect(links.presenter).toEqual([`http://127.0.0.1:${port}/${tokens.presenter}/`]);
  const outer = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of outer)
    expect(links.viewers).toContain(`http://${address}:${port}/${tokens.viewer}/`);
  for (const link of [...links.viewers, ...links.presenter]) expect((await fetch(link)).status).toBe(200);
});

test('links lead to where the page listens, and through the proxy', () => {
  const proxy = parseProxy('https://class.example/carrybit/');
  expect(linksOf('127.0.0.1', 80, { tokens, proxy })).toEqual({
    presenter: ['http://127.0.0.1:80/aaaa-bbbb-cccc/', 'https://class.example/carrybit/aaaa-bbbb-cccc/'],
    viewers: ['https://class.example/carrybit/dddd-eeee-ffff/'],
  });
  expect(linksOf('fd00::7', 8808, { tokens, proxy: undefined })).toEqual({
    presenter: ['http://[fd00::7]:8808/aaaa-bbbb-cccc/'],
    viewers: ['http://[fd00::7]:8808/dddd-eeee-ffff/'],
  });
});

test.each([
  ['class.example', 'https://class.example', ['https://class.example', 'http://class.example']],
  [
    'class.example:8443',
    'https://class.example:8443',
    ['https://class.example:8443', 'http://class.example:8443'],
  ],
  ['https://Class.example/a/b/', 'https://class.example/a/b', ['https://class.example']],
  ['http://192.168.1.7:8808', 'http://192.168.1.7:8808', ['http://192.168.1.7:8808']],
])('the proxy %s is at %s', (text, url, origins) => {
  expect(parseProxy(text)).toMatchObject({ url, origins });
});

test.each([
  '',
  ' ',
  'https://',
  'a b',
  'ftp://a.example',
  'https://me:secret@a.example',
  'https://a.example/?q',
  '*',
  'a.example/x',
  'trained/network.json',
])('the proxy %j is refused', (text) => {
  expect(() => parseProxy(text)).toThrow('expected a name, or an address as https://name.example');
});

test('tokens are long, and each is another', () => {
  const many = new Set(Array.from({ length: 1000 }, newToken));
  expect(many.size).toBe(1000);
  for (const token of many) expect(token).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}$/);
});
