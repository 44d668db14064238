import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { minimalAutomaton } from '../../src/proof/index.ts';
import type { About } from '../../src/web/frame.ts';
import { NodeCell, Session } from '../../src/web/index.ts';
import { Viewers } from '../../src/web/viewers.ts';
import { proven } from '../fixed/networks.ts';
import { Viewer } from './live.ts';

test('who does not read gets no frames on top of what waits, holds up nobody, and sees the latest in the end', async () => {
  const { fixed, task, proof } = await proven();
  const open = async () => new NodeCell(fixed, task);
  const choices = [{ id: 'node', name: 'Node cell', about: '', board: false, open }];
  const session = await Session.open(task, fixed, minimalAutomaton(task, proof), choices, 'node');
  // More than the buffers of both ends of a connection hold.
  const viewers = new Viewers(
    session,
    { type: 'about', task, proof: '.'.repeat(32 * 2 ** 20) } as unknown as About,
    false,
  );
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => viewers.add(socket, 'presenter'));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    viewers.close();
    server.close();
  });

  const slow = new Viewer(port);
  slow.socket.on('open', () => slow.socket.pause());
  await once(server, 'connection');
  const [served] = server.clients;
  const quick = new Viewer(port);
  await expect.poll(() => quick.frame, { timeout: 10_000 }).toBeDefined();
  const waiting = served?.bufferedAmount ?? 0;
  expect(waiting).toBeGreaterThan(2 ** 20);

  // Each step waits for its frame, so that none is left out for the pace.
  for (let step = 0; step < 20; step++) {
    await session.obey({ type: 'clock', bits: [1, step % 2] });
    await expect.poll(() => quick.frame?.steps.length, { interval: 5 }).toBe(step + 1);
  }
  expect(served?.bufferedAmount).toBeLessThanOrEqual(waiting);
  expect(slow.tellings).toEqual([]);

  const frames = quick.bytes.slice(1);
  expect(frames.reduce((sum, bytes) => sum + bytes) / frames.length).toBeLessThan(3000);

  slow.socket.resume();
  await expect.poll(() => slow.frame?.steps.length, { timeout: 10_000 }).toBe(20);
  expect(slow.tellings.length).toBeLessThan(10);
});
