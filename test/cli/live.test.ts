import { spawn } from 'node:child_process';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import WebSocket from 'ws';
import { carrybit, emptyFolder, main } from './carrybit.ts';

const folder = emptyFolder();

beforeAll(async () => {
  await carrybit(folder, ['train', '--quiet']);
});

/** What `live` prints on a free port. */
async function live(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [main, 'live', '--http', '0', '--engine', 'node', ...args], {
    cwd: folder,
  });
  onTestFinished(() => void child.kill('SIGINT'));
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      said += text;
      // All is said at once.
      if (said.endsWith('\n')) resolve(said);
    });
    child.on('exit', () => reject(new Error(said)));
  });
}

/** The first message at a link. */
function firstMessage(link: string): Promise<unknown> {
  const socket = new WebSocket(new URL('live', link.replace('http', 'ws')));
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.on('message', (data) => resolve(JSON.parse(String(data))));
    socket.on('error', reject);
  });
}

test('with --host it prints a link for the one who runs it and one for viewers, and both work', async () => {
  const said = await live('--host', '127.0.0.1');
  const [own = '', viewers = '', ...more] = said.match(/http:\S+/g) ?? [];
  expect(more).toEqual([]);
  expect(said).toMatch(
    /^trained\/network.json runs at http:.* \(Ctrl-C ends it\)\n.*Viewers can only watch:\n/,
  );
  expect(await firstMessage(own)).toMatchObject({ access: 'presenter' });
  expect(await firstMessage(viewers)).toMatchObject({ access: 'viewer' });
  expect((await fetch(new URL('/', own))).status).toBe(403);
});

test('with --proxy the links have its name', async () => {
  const said = await live('--proxy', 'class.example');
  expect(said).toMatch(/\n {2}https:\/\/class\.example\/[\w-]{14}\/\nYours through the proxy: https:/);
});

test('alone it serves this computer, and prints one link without a token', async () => {
  expect(await live()).toMatch(
    /^trained\/network.json runs at http:\/\/127\.0\.0\.1:\d+ \(Ctrl-C ends it\)\n$/,
  );
});

test.each([
  [['--host', '198.51.100.1'], 1, '--host: expected an address of this computer, 127.0.0.1'],
  [['--host', 'trained/network.json'], 2, 'the network file goes before --host'],
  [['--proxy', 'a b'], 2, 'expected a name, or an address as https://name.example, got a b'],
  [['--http', '65536'], 2, '65536'],
])('%j is refused', async (args, code, reason) => {
  const run = await carrybit(folder, ['live', '--http', '0', ...args]);
  expect([run.code, run.stderr.replace(/\s+/g, ' ')]).toEqual([code, expect.stringContaining(reason)]);
});
