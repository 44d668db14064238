import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { served, Viewer } from './live.ts';

const MANY = 1000;
const PIPELINED = 200;
/** The server's limit of responses under way on a connection, and the request at which it closes it. */
const MAX_PARSED = 3;
/** Ends a test that waits for one of the server's timeouts; it says nothing of speed. */
const HANGING_MS = 20_000;
const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

const upgrade = (host: string) =>
  `GET /live HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

/** Counts the requests that servers of this process parse from now on. */
function countRequests(): () => number {
  let count = 0;
  const add = () => {
    count += 1;
  };
  subscribe('http.server.request.start', add);
  onTestFinished(() => {
    unsubscribe('http.server.request.start', add);
  });
  return () => count;
}

/** Opens connections that say something and are then held, whatever comes. */
async function hold(port: number, count: number, text: string): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.write(text);
    return socket;
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(
    sockets.map((socket) => (socket.connecting ? once(socket, 'connect').catch(() => {}) : undefined)),
  );
  return sockets;
}

describe.each([
  ['refused handshakes', upgrade('evil.example')],
  ['handshakes at the wrong place', upgrade('127.0.0.1').replace('/live', '/dead')],
  ['half a request', 'GET / HTTP/1.1\r\nHost: loc'],
  ['nothing', ''],
  ['answered requests', REQUEST],
  ['requests that wait for no response', REQUEST.repeat(PIPELINED)],
  ['handshakes of viewers who are silent', upgrade('localhost')],
])(`${MANY} connections that are held after %s`, (_, text) => {
  test('keep neither page nor frames from a healthy viewer, nor the server from its end', {
    timeout: HANGING_MS,
  }, async () => {
    const server = await served();
    const requests = countRequests();
    await hold(server.port, MANY, text);
    const page = await fetch(`http://127.0.0.1:${server.port}/`);
    expect(await page.text()).toContain('carrybit live');
    const viewer = new Viewer(server.port);
    await expect.poll(() => viewer.frame, { interval: 10, timeout: HANGING_MS }).toBeDefined();
    // The work that others can make: what it costs is counted, not timed.
    expect(requests()).toBeLessThanOrEqual(MANY * MAX_PARSED + 1);

    await server.close();
    expect(await viewer.end).toEqual({ code: 1001, reason: 'carrybit live was stopped' });
  });
});

test.each([
  ['in one chunk', [REQUEST.repeat(PIPELINED)]],
  [
    'in chunks that end within a request',
    [REQUEST.slice(0, 20), REQUEST.slice(20).concat(REQUEST.repeat(PIPELINED))],
  ],
])(
  'of hundreds of requests on one connection, those after the one refused are not parsed: %s',
  async (_, texts) => {
    const { port } = await served();
    const requests = countRequests();
    const [socket] = await hold(port, 1, texts[0] as string);
    for (const text of texts.slice(1)) socket?.write(text);
    await new Promise((resolve) => socket?.resume().once('end', resolve).once('close', resolve));
    // The server's end of the connection has closed, too, when it answers again.
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(requests()).toBe(MAX_PARSED + 1);
  },
);

test('requests that wait for their responses are all answered on one connection', async () => {
  const { port } = await served();
  const [socket] = await hold(port, 1, '');
  let text = '';
  socket?.on('data', (chunk) => {
    text += chunk;
  });
  for (let count = 1; count <= 10; count++) {
    // The first is sent byte by byte.
    for (const part of count === 1 ? REQUEST : [REQUEST]) socket?.write(part);
    await expect.poll(() => text.split('</html>').length - 1).toBe(count);
  }
});

test('whoever is refused has to leave, though it keeps its end open', async () => {
  const { port } = await served();
  const [socket] = await hold(port, 1, upgrade('evil.example'));
  let reply = '';
  socket?.on('data', (text) => {
    reply += text;
  });
  await once(socket as Socket, 'end');
  expect(reply).toContain('403 Forbidden');
  // What is written now meets nobody, which the second write learns.
  const more = setInterval(() => socket?.write('more'), 5);
  await new Promise((resolve) => socket?.once('close', resolve));
  clearInterval(more);
});

const ASSETS = fileURLToPath(new URL('../../dist/playground/assets', import.meta.url));
const sizeOf = (name: string) => statSync(join(ASSETS, name)).size;

test('a download that is broken off leaves no file open', {
  skip: process.platform !== 'linux',
}, async () => {
  const { port } = await served();
  // More than the buffers of both ends hold.
  const [largest = ''] = readdirSync(ASSETS).sort((a, b) => sizeOf(b) - sizeOf(a));
  const openFiles = () =>
    readdirSync('/proc/self/fd').filter((name) => {
      try {
        return readlinkSync(`/proc/self/fd/${name}`).endsWith(largest);
      } catch {
        // Closed in the meantime.
        return false;
      }
    }).length;
  const sockets = await hold(
    port,
    20,
    `GET /playground/assets/${largest} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  );
  await Promise.all(sockets.map((socket) => socket.bytesRead || once(socket, 'data')));
  for (const socket of sockets) socket.destroy();
  await expect.poll(openFiles).toBe(0);
});

test('viewers beyond the most who ignore that they are sent away do not delay the end', {
  timeout: HANGING_MS,
}, async () => {
  const server = await served();
  const sockets = await hold(server.port, 80, upgrade(`127.0.0.1:${server.port}`));
  await Promise.all(sockets.map((socket) => socket.bytesRead || once(socket, 'data')));
  await server.close();
});

test('a request that does not arrive is given up after five seconds', { timeout: HANGING_MS }, async () => {
  const { port } = await served();
  const [socket] = await hold(port, 1, 'GET / HTTP/1.1\r\nHost: loc');
  let reply = '';
  socket?.on('data', (text) => {
    reply += text;
  });
  await once(socket as Socket, 'end');
  expect(reply).toContain('408 Request Timeout');
});

test.each([
  'Host: localhost\r\nHost: evil.example',
  'Host: evil.example\r\nHost: localhost',
  'Host: localhost\r\nHost: localhost',
  'Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example',
])('a request with two of one is refused: %j', async (headers) => {
  const { port } = await served();
  for (const text of [`GET / HTTP/1.1\r\n${headers}\r\n\r\n`, upgrade('x').replace('Host: x', headers)]) {
    const [socket] = await hold(port, 1, text);
    const [reply] = await once(socket as Socket, 'data');
    expect(String(reply)).toMatch(/^HTTP\/1\.1 40[03] /);
  }
});
