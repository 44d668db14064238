import { once } from 'node:events';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { served, Viewer } from './live.ts';

const MANY = 1000;
/** Ms that a healthy viewer waits for page and frame, and the server for its end, however many hold connections. */
const PROMPT_MS = 1000;

const upgrade = (host: string) =>
  `GET /live HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';

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
  ['answered requests', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['requests that wait for no response', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20)],
  ['handshakes of viewers who are silent', upgrade('localhost')],
])(`${MANY} connections that are held after %s`, (_, text) => {
  test('keep neither page nor frames from a healthy viewer, nor the server from its end', async () => {
    const server = await served();
    await hold(server.port, MANY, text);
    const began = performance.now();
    const page = await fetch(`http://127.0.0.1:${server.port}/`);
    expect(await page.text()).toContain('carrybit live');
    const viewer = new Viewer(server.port);
    await expect.poll(() => viewer.frame, { interval: 10 }).toBeDefined();
    expect(performance.now() - began).toBeLessThan(PROMPT_MS);

    const end = performance.now();
    await server.close();
    expect(await viewer.end).toEqual({ code: 1001, reason: 'carrybit live was stopped' });
    expect(performance.now() - end).toBeLessThan(PROMPT_MS);
  });
});

test('hundreds of requests on one connection cost no stack each, and later errors have theirs', async () => {
  const { port } = await served();
  let frames = 0;
  const { prepareStackTrace } = Error;
  onTestFinished(() => {
    Error.prepareStackTrace = prepareStackTrace;
  });
  Error.prepareStackTrace = ({ message }, sites) => {
    if (message === 'aborted') frames += sites.length;
    return message;
  };
  const [socket] = await hold(port, 1, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(200));
  await new Promise((resolve) => socket?.resume().once('end', resolve).once('close', resolve));
  // The server's end of the connection has closed, too, when it answers again.
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  expect(frames).toBe(0);
  Error.prepareStackTrace = prepareStackTrace;
  expect(new Error('later').stack).toContain('flood.test.ts');
});

test('whoever is refused has to leave, though it keeps its end open', async () => {
  const { port } = await served();
  const [socket] = await hold(port, 1, upgrade('evil.example'));
  let answer = '';
  socket?.on('data', (text) => {
    answer += text;
  });
  await once(socket as Socket, 'end');
  expect(answer).toContain('403 Forbidden');
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

test('viewers beyond the most who ignore that they are sent away do not delay the end', async () => {
  const server = await served();
  const sockets = await hold(server.port, 80, upgrade(`127.0.0.1:${server.port}`));
  await Promise.all(sockets.map((socket) => socket.bytesRead || once(socket, 'data')));
  const began = performance.now();
  await server.close();
  expect(performance.now() - began).toBeLessThan(PROMPT_MS);
});

test('a request that does not arrive is given up after five seconds', { timeout: 20_000 }, async () => {
  const { port } = await served();
  const [socket] = await hold(port, 1, 'GET / HTTP/1.1\r\nHost: loc');
  const began = performance.now();
  let answer = '';
  socket?.on('data', (text) => {
    answer += text;
  });
  await once(socket as Socket, 'end');
  expect(answer).toContain('408 Request Timeout');
  expect(performance.now() - began).toBeLessThan(10_000);
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
    const [answer] = await once(socket as Socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 40[03] /);
  }
});
