import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections of any kind, including the viewers'. */
const MAX_CONNECTIONS = 256;
/** Responses under way on one connection: a client may have all of one before the server knows that it is sent. */
const MAX_RESPONSES = 2;
/** What ends the headers of a request. */
const END = '\r\n\r\n';

/**
 * Gives the parser at most one request at a time. It would parse, and make objects for, all requests of a chunk,
 * although the connection is closed at an early one.
 */
function oneByOne(socket: Socket): void {
  const push = socket.push.bind(socket);
  socket.push = (chunk: Buffer | null) => {
    if (chunk === null) return push(null);
    let more = true;
    for (let from = 0; from < chunk.length && !socket.destroyed; ) {
      const end = chunk.indexOf(END, from);
      const to = end < 0 ? chunk.length : end + END.length;
      more = push(chunk.subarray(from, to));
      from = to;
    }
    return more;
  };
  // Without a listener of ours, Node's parser takes the bytes before they become chunks.
  socket.on('data', () => {});
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
      oneByOne(socket);
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
   * Whether a connection may have this response, too. If not, it is closed: a browser waits for each response before
   * its next request, and thousands of requests would open a file each.
   */
  admits(socket: Socket, response: ServerResponse): boolean {
    const count = this.#responses.get(socket) ?? 0;
    if (count === MAX_RESPONSES) {
      socket.destroy();
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
