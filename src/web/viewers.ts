import { setTimeout as pause } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Role } from './access.ts';
import { parseCommand } from './command.ts';
import type { About, Frame, Telling } from './frame.ts';
import { changeOf } from './frame-change.ts';
import { RefusedError } from './refused-error.ts';
import type { Session } from './session.ts';

/** Maximum of clients of each role, so that viewers keep no presenter out. */
export const MAX_VIEWERS = 50;
/** Maximum size of a viewer's message in bytes: two of the longest numbers fit. */
export const MAX_MESSAGE_BYTES = 4096;
/** A viewer with more than this many unsent bytes gets no frames until they are sent. */
const MAX_UNSENT_BYTES = 256 * 1024;
/** Minimum of ms between frames. */
const FRAME_INTERVAL_MS = 33;
/** Ms between pings; a viewer that has not replied to one by the next is gone. */
const PING_INTERVAL_MS = 10_000;

/** Ms that a viewer has to close the connection. */
export const GOODBYE_MS = 50;

/** Close codes of RFC 6455 section 7.4.1, and 1013 of the IANA registry. */
const GOING_AWAY = 1001;
const UNSUPPORTED_DATA = 1003;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

/** The reply to a viewer who gives a command. */
const LOOKS_ON =
  'this link can only watch; whoever started carrybit live has another, which can change things';

/** A connected viewer. */
interface Viewer {
  readonly role: Role;
  /** Whether it has replied since the last ping. */
  isAlive: boolean;
  /** Whether it has ever replied to one. */
  hasReplied: boolean;
  /** The latest frame that was sent. */
  seen: Frame | undefined;
}

/** All connected viewers. They all get the same frames; commands of those who may give them go to the one session. */
export class Viewers {
  readonly #session: Session;
  readonly #about: Readonly<Record<Role, string>>;
  readonly #task: About['task'];
  readonly #alive = new Map<WebSocket, Viewer>();
  readonly #pings: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #lastFrame = 0;

  /** @param isShared whether other computers get the page, too */
  constructor(session: Session, about: About, isShared: boolean) {
    this.#session = session;
    this.#task = about.task;
    this.#about = {
      presenter: JSON.stringify({ ...about, access: isShared ? 'presenter' : 'local' } satisfies About),
      viewer: JSON.stringify({ ...about, access: 'viewer' } satisfies About),
    };
    session.onChange = () => this.#frameSoon();
    this.#pings = setInterval(() => this.#ping(), PING_INTERVAL_MS);
    this.#pings.unref();
  }

  get count(): number {
    return this.#alive.size;
  }

  /**
   * Adds a viewer, or closes its connection with the reason why not; returns whether it did. Whoever has not replied to
   * any ping makes room for the next, so that nobody is kept out by connections behind which nobody is.
   */
  add(socket: WebSocket, role: Role): boolean {
    // A broken connection closes by itself; nothing else has to be done.
    socket.on('error', () => {});
    const alike = [...this.#alive].filter(([, viewer]) => viewer.role === role);
    if (alike.length >= MAX_VIEWERS) {
      const [silent] = alike.find(([, viewer]) => !viewer.hasReplied) ?? [];
      if (silent === undefined) {
        socket.close(TRY_AGAIN_LATER, `${MAX_VIEWERS} viewers are watching already; close another page`);
        return false;
      }
      this.#alive.delete(silent);
      silent.terminate();
    }
    const viewer: Viewer = { role, isAlive: true, hasReplied: false, seen: undefined };
    this.#alive.set(socket, viewer);
    socket.ping();
    socket.on('pong', () => {
      viewer.isAlive = true;
      viewer.hasReplied = true;
    });
    socket.on('close', () => {
      this.#alive.delete(socket);
      this.#frameSoon();
    });
    socket.on('message', (data, binary) => {
      if (binary) socket.close(UNSUPPORTED_DATA, 'a message must be text');
      else if (role === 'viewer') send(socket, refusal(LOOKS_ON));
      else this.#hear(socket, data.toString());
    });
    socket.send(this.#about[role]);
    this.#frameSoon();
    return true;
  }

  /** Closes all connections, and gives viewers a moment to notice. */
  async close(): Promise<void> {
    clearInterval(this.#pings);
    clearTimeout(this.#timer);
    this.#session.onChange = () => {};
    for (const socket of this.#alive.keys()) socket.close(GOING_AWAY, 'carrybit live was stopped');
    if (this.#alive.size > 0) await pause(GOODBYE_MS);
    for (const socket of this.#alive.keys()) socket.terminate();
  }

  #hear(socket: WebSocket, text: string): void {
    const command = parseCommand(text);
    if (command.type === 'malformed') {
      // A reason has at most 123 bytes.
      socket.close(POLICY_VIOLATION, command.reason.slice(0, 120));
      return;
    }
    this.#session.obey(command).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error;
      send(socket, refusal(error.message));
    });
  }

  #frameSoon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#lastFrame + FRAME_INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastFrame = performance.now();
      const frame = this.#session.frame(this.#alive.size);
      // Nearly all viewers have the same previous frame.
      const texts = new Map<Frame | undefined, string>();
      let late = false;
      for (const [socket, viewer] of this.#alive) {
        const text = texts.get(viewer.seen) ?? JSON.stringify(changeOf(frame, viewer.seen, this.#task));
        texts.set(viewer.seen, text);
        if (send(socket, text)) viewer.seen = frame;
        else late = true;
      }
      // A viewer that missed this frame gets a later one, even if nothing changes any more.
      if (late) this.#frameSoon();
    }, wait);
  }

  #ping(): void {
    for (const [socket, viewer] of this.#alive) {
      if (viewer.isAlive) socket.ping();
      else socket.terminate();
      viewer.isAlive = false;
    }
  }
}

const refusal = (reason: string) => JSON.stringify({ type: 'refused', reason } satisfies Telling);

/** Sends unless too many bytes are unsent; returns whether it did. */
function send(socket: WebSocket, text: string): boolean {
  if (socket.bufferedAmount > MAX_UNSENT_BYTES) return false;
  socket.send(text);
  return true;
}
