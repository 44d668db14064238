import { createServer, type Server, type Socket } from 'node:net';
import type { Board } from '../board/board.ts';

/** Where and how boards are served. */
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

/** Bytes waiting for the board's line above which the client's are held. */
const HIGH_WATER = 4096;
/** Bytes held above which the client's are left in the network; until then it is noticed when a client hangs up. */
const MAX_HELD_BYTES = 2 ** 20;
/** The same while another client waits for the port: reading on shows whether this one has hung up. */
const MAX_LOOK_AHEAD_BYTES = 2 ** 26;
/** Bytes waiting for a client above which it loses what comes, as on a serial port that nobody reads. */
const MAX_UNREAD_BYTES = 2 ** 16;
/** Ms that a client who is refused has to read why. */
const REFUSED_MS = 1000;

/**
 * Offers a board's serial port on TCP: raw bytes both ways, for pyserial's `socket://`, socat and the like. One client
 * at a time: to another it says so in a line of text and hangs up. One who has hung up gives way to the next, even if
 * not all it said has gone down the line.
 *
 * @throws Error from `node:net` if it cannot listen, for instance EADDRINUSE
 */
export async function serveTcp(board: Board, options: TcpOptions = {}): Promise<TcpPort> {
  const { host = '127.0.0.1', port = 0 } = options;
  const sockets = new Set<Socket>();
  const turn: Turn = { lookAhead: undefined, giveWay: undefined };
  // Half open: a client may say all it has to say and hang up, and the board still gets it.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(board, socket, options, turn);
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

/** Whose turn it is. */
interface Turn {
  /** Reads on, to learn whether the client has hung up. */
  lookAhead: (() => void) | undefined;
  /** Ends the turn of a client who has hung up. */
  giveWay: (() => void) | undefined;
}

function serve(board: Board, socket: Socket, options: TcpOptions, turn: Turn): void {
  // A connection that breaks is an ordinary end.
  socket.on('error', () => socket.destroy());
  turn.lookAhead?.();
  turn.giveWay?.();
  if (!board.serial.isOpen) attach(board, socket, options, turn);
  else setTimeout(() => attach(board, socket, options, turn), CHANGE_OVER_MS);
}

function attach(board: Board, socket: Socket, { baudRate, reset = true }: TcpOptions, turn: Turn): void {
  const { serial } = board;
  if (socket.destroyed) return;
  socket.setNoDelay(true);
  let outgoing: number[] = [];
  let ended = false;
  const held: Buffer[] = [];
  let heldBytes = 0;
  let maxHeldBytes = MAX_HELD_BYTES;
  const flush = () => {
    if (outgoing.length > 0 && socket.writableLength < MAX_UNREAD_BYTES)
      socket.write(Uint8Array.from(outgoing));
    outgoing = [];
  };
  const client = {
    onByte(byte: number) {
      // Bytes of one turn of the simulation travel together.
      if (outgoing.length === 0) setImmediate(flush);
      outgoing.push(byte);
    },
    onSent() {
      while (held.length > 0 && serial.queued < HIGH_WATER) {
        const bytes = held.shift() as Buffer;
        heldBytes -= bytes.length;
        serial.write(bytes);
      }
      if (heldBytes < maxHeldBytes) socket.resume();
      if (ended && serial.queued === 0) socket.end();
    },
    onUnplug() {
      socket.end();
    },
  };
  turn.giveWay?.();
  try {
    serial.open(client, { baudRate, dtr: reset });
  } catch (error) {
    // Unread bytes would take the text with them.
    socket.resume().end(`${(error as Error).message}\r\n`);
    setTimeout(() => socket.destroy(), REFUSED_MS).unref();
    return;
  }
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    serial.close();
    turn.lookAhead = undefined;
    turn.giveWay = undefined;
  };
  turn.lookAhead = () => {
    maxHeldBytes = MAX_LOOK_AHEAD_BYTES;
    client.onSent();
  };
  socket.on('data', (bytes: Buffer) => {
    if (!serial.isOpen) return;
    for (let at = 0; at < bytes.length; at += HIGH_WATER) held.push(bytes.subarray(at, at + HIGH_WATER));
    heldBytes += bytes.length;
    client.onSent();
    if (heldBytes >= maxHeldBytes) socket.pause();
  });
  socket.on('end', () => {
    ended = true;
    turn.giveWay = () => {
      close();
      socket.destroy();
    };
    client.onSent();
  });
  socket.on('close', close);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
