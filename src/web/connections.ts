import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections of any kind, among them the viewers'. */
const MAX_CONNECTIONS = 256;

/**
 * All connections of a server, also upgraded ones. If there are too many, a new one replaces the oldest that is not a
 * viewer's. So clients that only hold a connection keep nobody out.
 */
export class Connections {
  /** Oldest first. */
  readonly #passing = new Set<Socket>();
  readonly #kept = new Set<Socket>();

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

  /** A viewer's connection is never cut off. */
  keep(socket: Socket): void {
    if (this.#passing.delete(socket)) this.#kept.add(socket);
  }

  close(): void {
    for (const socket of [...this.#passing, ...this.#kept]) socket.destroy();
  }
}
