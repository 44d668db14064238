import { createServer, type Server, type Socket } from 'node:net';
import type { Uno } from './uno.ts';

export interface TcpOptions {
  /** Address to listen on. Default 127.0.0.1: this machine only. */
  readonly host?: string | undefined;
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** The line's baud rate. Default: whatever the firmware sets. */
  readonly baudRate?: number | undefined;
  /** Connecting resets the board, as opening its serial port would. Default true. */
  readonly reset?: boolean | undefined;
}

/** A board's serial port on TCP. */
export interface TcpPort {
  readonly host: string;
  readonly port: number;
  /** Disconnects the client and stops listening. */
  close(): Promise<void>;
}

/** Ms for which a newcomer waits for the client before, whose hanging up may arrive after the newcomer's call. */
const CHANGE_OVER_MS = 250;

/** Bytes waiting for the board above which the client's are left in the network. */
const HIGH_WATER = 4096;

/**
 * Offers a board's serial port on TCP: raw bytes both ways, for pyserial's `socket://`, socat and the like. One client
 * at a time: to another it says so in a line of text and hangs up.
 *
 * @throws Error from `node:net` if it cannot listen, for instance EADDRINUSE
 */
export async function serveTcp(board: Uno, options: TcpOptions = {}): Promise<TcpPort> {
  const { host = '127.0.0.1', port = 0 } = options;
  const sockets = new Set<Socket>();
  // Half open: a client may say all it has to say and hang up, and the board still gets it.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(board, socket, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    host,
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(board: Uno, socket: Socket, options: TcpOptions): void {
  // A connection that breaks is an ordinary end.
  socket.on('error', () => socket.destroy());
  if (!board.serial.isOpen) attach(board, socket, options);
  else setTimeout(() => attach(board, socket, options), CHANGE_OVER_MS);
}

function attach(board: Uno, socket: Socket, { baudRate, reset = true }: TcpOptions): void {
  const { serial } = board;
  if (socket.destroyed) return;
  socket.setNoDelay(true);
  let outgoing: number[] = [];
  let ended = false;
  const flush = () => {
    if (outgoing.length > 0) socket.write(Uint8Array.from(outgoing));
    outgoing = [];
  };
  const client = {
    onByte(byte: number) {
      // Bytes of one turn of the simulation travel together.
      if (outgoing.length === 0) setImmediate(flush);
      outgoing.push(byte);
    },
    onSent() {
      if (serial.queued < HIGH_WATER) socket.resume();
      if (ended && serial.queued === 0) socket.end();
    },
    onUnplug() {
      socket.end();
    },
  };
  try {
    serial.open(client, { baudRate, dtr: reset });
  } catch (error) {
    socket.end(`${(error as Error).message}\r\n`);
    return;
  }
  socket.on('data', (bytes) => {
    if (!serial.isOpen) return;
    serial.write(bytes);
    if (serial.queued >= HIGH_WATER) socket.pause();
  });
  socket.on('end', () => {
    ended = true;
    client.onSent();
  });
  socket.on('close', () => serial.close());
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
