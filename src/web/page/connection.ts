import type { Command } from '../command.ts';
import type { LiveMessage } from '../frame-change.ts';
import { words } from './texts.ts';

/** Ms before a lost connection is tried again: doubled each time, from the first value to the second. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 8000;

/** The connection to the run. It is opened again whenever it is lost. */
export class Connection {
  readonly #listener: (message: LiveMessage) => void;
  readonly #onLoss: (reason: string) => void;
  #socket: WebSocket | undefined;
  #pause = FIRST_BACKOFF_MS;

  constructor(listener: (message: LiveMessage) => void, onLoss: (reason: string) => void) {
    this.#listener = listener;
    this.#onLoss = onLoss;
    this.#connect();
  }

  send(command: Command): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }

  #connect(): void {
    // Relative to the page, which may have a path of its own, and use https.
    const url = new URL('live', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.#pause = FIRST_BACKOFF_MS;
      this.#listener(JSON.parse(data) as LiveMessage);
    });
    socket.addEventListener('close', async ({ reason }) => {
      this.#onLoss(reason || (await refusal()) || words.page.lost);
      setTimeout(() => this.#connect(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, MAX_BACKOFF_MS);
    });
  }
}

/** Why the server no longer accepts this page: after a restart it has another link. */
async function refusal(): Promise<string | undefined> {
  try {
    const reply = await fetch(location.href, { cache: 'no-store' });
    return reply.status === 403 ? (await reply.text()).trim() : undefined;
  } catch {
    // There is no server.
    return undefined;
  }
}
