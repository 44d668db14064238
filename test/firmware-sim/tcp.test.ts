import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveTcp, type TcpOptions, type TcpPort, type Uno } from '../../firmware-sim/index.ts';
import { ALL_BYTES, boardWith } from './board.ts';

const R = 0x52;
const EXTRF = 2;

describe('the TCP port', () => {
  let board: Uno;
  let port: TcpPort;

  async function serve(program: string, options: TcpOptions = {}): Promise<void> {
    board = boardWith(program);
    board.start('flat-out');
    port = await serveTcp(board, options);
  }

  beforeEach(() => {
    sockets = [];
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    board.stop();
    await port.close();
  });

  it.each([undefined, 115200])('echoes all bytes, many times over, at %s baud', async (baudRate) => {
    await serve('echo', { baudRate, reset: false });
    const { socket, take } = await client(port.port);
    for (let n = 0; n < 8; n += 1) {
      socket.write(Buffer.from(ALL_BYTES));
      expect(await take(256)).toEqual(ALL_BYTES);
    }
  });

  it('resets the board when a client connects', async () => {
    await serve('poll');
    for (let n = 0; n < 3; n += 1) {
      const { socket, take } = await client(port.port);
      expect(await take(2)).toEqual([R, EXTRF]);
      socket.end();
      await once(socket, 'close');
    }
  });

  it('leaves the board alone if told so', async () => {
    await serve('poll', { reset: false });
    const resets: string[] = [];
    board.resets.onReset = (source) => resets.push(source);
    const { socket, take } = await client(port.port);
    socket.write('x');
    await take(1);
    expect(resets).toEqual([]);
  });

  it('refuses a second client in plain words, and takes it when the first has gone', async () => {
    await serve('poll');
    const first = await client(port.port);
    await first.take(2);
    const second = await client(port.port);
    const [line] = await once(second.socket, 'data');
    expect(String(line)).toBe('the port of the simulated board is already open\r\n');
    await once(second.socket, 'close');
    first.socket.destroy();
    while (board.serial.isOpen) await new Promise((resolve) => setImmediate(resolve));
    expect(await (await client(port.port)).take(2)).toEqual([R, EXTRF]);
  });

  it('still delivers what a client said before it hung up', async () => {
    await serve('echo', { reset: false, baudRate: 115200 });
    const { socket } = await client(port.port);
    socket.resume();
    socket.end(Buffer.alloc(1000));
    await once(socket, 'close');
    expect(board.serial.bytesToBoard).toBe(1000);
  });

  it('reports a port that is taken', async () => {
    await serve('echo');
    await expect(serveTcp(board, { port: port.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('takes more than it can hold, and loses nothing', async () => {
    await serve('echo', { reset: false, baudRate: 115200 });
    const { socket, take } = await client(port.port);
    const big = Array.from({ length: 40_000 }, (_, index) => (index * 7) & 0xff);
    socket.write(Buffer.from(big));
    expect(await take(big.length)).toEqual(big);
  });

  it.each([200_000, 3_000_000])(
    'gives the port of a client that wrote %d bytes, half-closed and stays, to the next',
    async (bytes) => {
      await serve('poll');
      board.start('real-time');
      const first = await client(port.port);
      await first.take(2);
      first.socket.end(Buffer.alloc(bytes));
      // The board has half a minute of bytes to take, or more.
      await expect.poll(async () => (await client(port.port)).take(2), { timeout: 5000 }).toEqual([R, EXTRF]);
      expect(board.serial.queued).toBeLessThan(100);
    },
  );

  it('lets a client that is refused read why, whatever it has written', async () => {
    await serve('poll');
    const first = await client(port.port);
    await first.take(2);
    const second = await client(port.port);
    second.socket.write(Buffer.alloc(100_000));
    let text = '';
    second.socket.on('data', (bytes) => {
      text += bytes;
    });
    await once(second.socket, 'end');
    expect(text).toBe('the port of the simulated board is already open\r\n');
  });

  it('leaves in the network what the line cannot take yet', async () => {
    await serve('echo', { reset: false, baudRate: 9600 });
    const { socket } = await client(port.port);
    socket.write(Buffer.alloc(4_000_000));
    while (board.serial.bytesToBoard < 200) await new Promise((resolve) => setImmediate(resolve));
    expect(board.serial.queued).toBeLessThan(100_000);
  });
});

let sockets: Socket[] = [];

async function client(port: number): Promise<{ socket: Socket; take(count: number): Promise<number[]> }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  const received: number[] = [];
  await once(socket, 'connect');
  return {
    socket,
    async take(count) {
      while (received.length < count) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        received.push(...chunk);
      }
      return received.splice(0, count);
    },
  };
}
