import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections of any kind, including the viewers'. */
const MAX_CONNECTIONS = 256;
/** Responses under way on one connection: a client may have all of one before the server knows that it is sent. */
const MAX_RESPONSES = 2;

/**
 * Closes a connection with many requests under way. Node makes an error for each, most of whose cost is its stack, which
 * nobody sees.
 */
function cutOff(socket: Socket): void {
  const limit = Error.stackTraceLimit;
  socket.prependOnceListener('close', () => {
    Error.stackTraceLimit = 0;
  });
  socket.once('close', () => {
    Error.stackTraceLimit = limit;
  });
  socket.destroy();
}

/**
 * All connections of a server, also upgraded ones. If there are too many, a new one replaces the oldest that is not a
 * viewer's. So clients that only hold a connection keep nobody out.
 */
export class Connections {
  /** Oldest first. */
  readonly #passing = new Set<Socket>();
  readonly #kept = new Set<Socket>();
  readonly #responses = new WeakMap<Socket, number>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#passing.add(socket);
      socket.once('close', () => {
        this.#passing.delete(socket);
        this.#kept.delete(socket);
      });
      if (this.#passing.size + this.#kept.size <= MAX_CONNECTIONS) return;
      const [oldest] = this.#passing;
      oldest?.destroy();
    });
  }

  /**
   * Whether a connection may have this response, too. If not, it is closed: a browser waits for each response before its
   * next request, and thousands of requests would open a file each.
   */
  admits(socket: Socket, response: ServerResponse): boolean {
    const count = this.#responses.get(socket) ?? 0;
    if (count === MAX_RESPONSES) {
      if (!socket.destroyed) cutOff(socket);
      return false;
    }
    this.#responses.set(socket, count + 1);
    response.once('close', () => this.#responses.set(socket, (this.#responses.get(socket) ?? 1) - 1));
    return true;
  }

  /** A viewer's connection is never cut off. */
  keep(socket: Socket): void {
    if (this.#passing.delete(socket)) this.#kept.add(socket);
  }

  close(): void {
    for (const socket of [...this.#passing, ...this.#kept]) socket.destroy();
  }
}
