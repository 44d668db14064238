import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { served, Viewer } from './live.ts';

/** Requests a path unchanged; `fetch` would normalize it. */
function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const question = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    question.on('error', reject).end();
  });
}

describe('the server of the page', () => {
  test('serves the page, its files and the loss curve, with a policy against everything foreign', async () => {
    const { port } = await served();
    const page = await get(port, '/');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('carrybit live')]);
    const files = [...page.text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) expect((await get(port, `/${file}`)).status).toBe(200);
    expect((await get(port, '/loss.svg')).headers['content-type']).toBe('image/svg+xml');

    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.text).not.toMatch(/https?:\/\//);
  });

  test.each(['evil.example', 'evil.example:8808', '127.0.0.1.evil.example', 'localhost.evil.example'])(
    'refuses the Host "%s"',
    async (host) => {
      const { port } = await served();
      expect((await get(port, '/', { host })).status).toBe(403);
      expect(await new Viewer(port, { host }).opened()).toBe(403);
    },
  );

  test.each(['http://evil.example', 'https://127.0.0.1', 'http://127.0.0.1:1', 'null'])(
    'refuses the Origin %s',
    async (origin) => {
      const { port } = await served();
      expect((await get(port, '/', { origin })).status).toBe(403);
      expect(await new Viewer(port, { origin }).opened()).toBe(403);
    },
  );

  test('answers to localhost and 127.0.0.1', async () => {
    const { port } = await served();
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      expect((await get(port, '/', { host })).status).toBe(200);
      expect(await new Viewer(port, { host, origin: `http://${host}` }).opened()).toBe('open');
    }
  });

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/assets/../../src/index.js',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/%00',
    '/%',
    '/index.html/../../package.json',
  ])('gives nothing for %s', async (path) => {
    const { port } = await served();
    const { status, text } = await get(port, path);
    expect(status).toBe(404);
    expect(text).not.toMatch(/"name"|root:/);
  });

  test('takes only GET and HEAD, and viewers only at /live', async () => {
    const { port } = await served();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await get(port, '/', {}, method)).status).toBe(405);
    expect(await new Viewer(port, {}, '/elsewhere').opened()).toBe(403);
  });

  test('survives whoever leaves in the middle of anything', async () => {
    const { port } = await served();
    for (const start of [
      'GET / HT',
      'GET /live HTTP/1.1\r\nHost: evil\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(start);
        socket.resetAndDestroy();
      });
      await new Promise((resolve) => socket.on('close', resolve));
    }
    expect((await get(port, '/')).status).toBe(200);
  });

  test('serves the playground under a path of its own, where WebAssembly may run and nothing else may', async () => {
    const { port } = await served();
    const page = await get(port, '/playground/');
    expect(page.status).toBe(200);
    expect(page.text).toContain('<title>carrybit playground</title>');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("default-src 'none'");
    expect((await get(port, '/playground')).headers.location).toBe('playground/');
    expect((await get(port, '/playground/../page/index.html')).status).toBe(404);
    expect((await get(port, '/playground/missing.js')).status).toBe(404);
  });

  test('hands out what the pins did as a VCD, and says which engine has none', async () => {
    const { port, session } = await served();
    expect(await get(port, '/trace.vcd')).toMatchObject({
      status: 409,
      text: 'this engine has no pins; take the simulated Uno\n',
    });
    await session.obey({ type: 'engine', engine: 'uno' });
    await session.obey({ type: 'clock', bits: [1, 0] });
    const { status, headers, text } = await get(port, '/trace.vcd');
    expect([status, headers['content-disposition']]).toEqual([200, 'attachment; filename="trace.vcd"']);
    expect(text).toMatch(/^\$version[\s\S]*\$var wire 1 . sum \$end[\s\S]*\n#\d+\n1/);
  });

  test('says that a port is taken', async () => {
    const { port } = await served();
    const { serveLive } = await import('../../src/web/index.ts');
    const { session } = await served();
    const again = serveLive({
      port,
      ...{ page: 'dist/page', playground: 'dist/playground' },
      ...{ session, about: {} as never, loss: undefined },
    });
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('viewers', () => {
  test('are told what stands still, then frames; all see the same session', async () => {
    const { port } = await served();
    const [one, other] = [new Viewer(port), new Viewer(port)];
    await Promise.all([one.opened(), other.opened()]);
    one.send({ type: 'pace', hertz: 500 });
    one.send({ type: 'add', numbers: ['123456789', '987654321'] });
    for (const viewer of [one, other]) {
      await expect.poll(() => viewer.frame?.sum?.complete, { timeout: 5000 }).toBe(true);
      expect(viewer.tellings[0]).toMatchObject({ type: 'about', task: { name: 'adder' } });
      expect(viewer.frame).toMatchObject({ viewers: 2, sum: { right: true } });
    }
  });

  test.each([
    ['no JSON', 'add 1 and 2', 'a message must be JSON'],
    ['an unknown command', '{"type":"format"}', 'type: Invalid'],
    ['a field too many', '{"type":"reset","now":true}', 'message: Unrecognized key'],
    ['a number that is none', '{"type":"add","numbers":["1e9","2"]}', 'numbers.0: expected decimal digits'],
    [
      'a number too long',
      JSON.stringify({ type: 'add', numbers: ['9'.repeat(301), '1'] }),
      'numbers.0: Too big',
    ],
    ['a bit that is none', '{"type":"clock","bits":[2,0]}', 'bits.0: Too big'],
    ['a pace too fast', '{"type":"pace","hertz":1e9}', 'hertz: Too big'],
  ])('who send %s are told so and disconnected', async (_, text, reason) => {
    const { port } = await served();
    const viewer = new Viewer(port);
    await viewer.opened();
    viewer.socket.send(text);
    expect(await viewer.end).toEqual({ code: 1008, reason: expect.stringContaining(reason) });
  });

  test('who send too much, or bytes, are disconnected', async () => {
    const { port } = await served();
    const [large, binary] = [new Viewer(port), new Viewer(port)];
    await Promise.all([large.opened(), binary.opened()]);
    large.socket.send(JSON.stringify({ type: 'add', numbers: ['1', '2'], more: 'x'.repeat(4096) }));
    binary.socket.send(Uint8Array.of(1, 2, 3));
    expect((await large.end).code).toBe(1009);
    expect((await binary.end).code).toBe(1003);
  });

  test('who ask for what cannot be done are told why, and stay', async () => {
    const { port } = await served();
    const viewer = new Viewer(port);
    await viewer.opened();
    viewer.send({ type: 'fault', unit: 200 });
    const due = { type: 'refused', reason: 'there is no h201, the network has 3 hidden states' };
    await expect.poll(() => viewer.tellings).toContainEqual(due);
    expect(viewer.socket.readyState).toBe(viewer.socket.OPEN);
  });

  test('are fifty at most; the next is told so, and let in when one has left', async () => {
    const { port } = await served();
    const viewers = Array.from({ length: 50 }, () => new Viewer(port));
    await Promise.all(viewers.map((viewer) => viewer.opened()));
    await expect.poll(() => viewers[0]?.frame?.viewers).toBe(50);
    const next = new Viewer(port);
    expect(await next.end).toEqual({
      code: 1013,
      reason: '50 viewers are watching already; close another page',
    });
    expect(next.tellings).toEqual([]);

    viewers[7]?.socket.close();
    await viewers[7]?.end;
    await expect.poll(() => viewers[0]?.frame?.viewers).toBe(49);
    const late = new Viewer(port);
    await expect.poll(() => late.frame?.viewers).toBe(50);
  });

  test('are told when the page is closed', async () => {
    const server = await served();
    const viewer = new Viewer(server.port);
    await viewer.opened();
    await server.close();
    expect(await viewer.end).toEqual({ code: 1001, reason: 'carrybit live was stopped' });
  });
});
