import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Connections of any kind, including the viewers'. */
const MAX_CONNECTIONS = 256;

/**
 * All connections of a server, also upgraded ones. If there are too many, a new one replaces the oldest that is not a
 * viewer's. So clients that only hold a connection keep nobody out.
 */
export class Connections {
  /** Oldest first. */
  readonly #passing = new Set<Socket>();
  readonly #kept = new Set<Socket>();
  readonly #replying = new WeakSet<Socket>();

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
   * Whether a connection has no other response under way. If it has, it is closed: a browser waits for each response
   * before its next request, and thousands of requests would open a file each.
   */
  isIdle(socket: Socket, response: ServerResponse): boolean {
    if (this.#replying.has(socket)) {
      socket.destroy();
      return false;
    }
    this.#replying.add(socket);
    response.once('close', () => this.#replying.delete(socket));
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
