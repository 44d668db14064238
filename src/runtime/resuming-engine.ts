import { setTimeout as pause } from 'node:timers/promises';
import { BoardError, type BoardProblem } from '../board/board-error.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import { backoff } from './backoff.ts';
import type { Engine } from './engine.ts';
import { Replay } from './replay.ts';

/** What happened to a board, as text. */
export interface Notice {
  readonly kind: 'reset' | 'lost' | 'waiting' | 'back' | 'slower';
  readonly text: string;
}

/** A connection to something that steps a network, from the initial state until it is lost or reset. */
export interface Session {
  /** As in Engine. @throws BoardError */
  step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array>;
}

/** Opens sessions. */
export interface Sessions {
  /**
   * Opens a new session; the one before is over.
   *
   * @param cause why the previous one ended
   * @throws BoardError
   */
  open(cause?: BoardError): Promise<Session>;
  /** Ends the current session, and one that is being opened. */
  close(): Promise<void>;
}

export interface ResumingOptions {
  /** A name for people. */
  readonly name: string;
  /** The network that is stepped. */
  readonly network: FixedNetwork;
  readonly sessions: Sessions;
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Maximum of ms without a reply after a loss. Default: no limit. */
  readonly giveUp_ms?: number | undefined;
}

/** After these problems the board may come back. */
const PASSING: readonly BoardProblem[] = ['absent', 'lost', 'silent', 'foreign', 'reset'];

interface Call {
  readonly inputs: Uint8Array;
  readonly reset: boolean;
  readonly resolve: (outputs: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  /** The result is known, but an earlier call's is not. */
  outputs: Uint8Array | undefined;
}

/**
 * An engine made of sessions that end. When one is over, another is opened, with backoff, and the current number is
 * sent again from its first bit. Results that callers already have are not given again. So callers only notice a delay.
 */
export class ResumingEngine implements Engine {
  readonly name: string;
  readonly #sessions: Sessions;
  readonly #onNotice: (notice: Notice) => void;
  readonly #replay: Replay;
  /** Calls without a result, oldest first. */
  #calls: Call[] = [];
  /** Undefined while there is no session. */
  #session: Session | undefined;
  #resetNext = false;
  #failure: Error | undefined;
  readonly #closing = new AbortController();
  readonly #giveUp_ms: number;
  /** Since the latest result: time of the first loss, and the waits between tries. */
  #lostSince: number | undefined;
  #backoff = backoff();

  /** @throws what the first session throws, unless it was cut off */
  static async open(options: ResumingOptions): Promise<ResumingEngine> {
    const engine = new ResumingEngine(options);
    engine.#session = await options.sessions.open().catch((error: unknown) => {
      if (!isPassing(error) || (error.problem !== 'lost' && error.problem !== 'reset')) throw error;
      return engine.#reopen(error);
    });
    return engine;
  }

  private constructor({ name, network, sessions, onNotice, giveUp_ms }: ResumingOptions) {
    this.name = name;
    this.#sessions = sessions;
    this.#onNotice = onNotice ?? (() => {});
    this.#replay = new Replay(network);
    this.#giveUp_ms = giveUp_ms ?? Number.POSITIVE_INFINITY;
  }

  step(inputs: Uint8Array, reset: boolean): Promise<Uint8Array> {
    this.#resetNext ||= reset;
    if (inputs.length === 0) return Promise.resolve(inputs);
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const call = { inputs, reset: this.#resetNext, resolve, reject, outputs: undefined };
      this.#resetNext = false;
      this.#calls.push(call);
      if (this.#session) this.#send(this.#session, call);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#fail(new Error(`${this.name} is closed`));
    await this.#sessions.close();
  }

  #send(session: Session, call: Call): void {
    session.step(call.inputs, call.reset).then(
      (outputs) => {
        // The result of a session that is over is not used: its steps are sent again.
        if (session === this.#session) this.#answered(call, outputs);
      },
      (error) => {
        if (session === this.#session) void this.#recover(error);
      },
    );
  }

  /** Resolves calls in order, even if one had to be sent again and its result comes after later ones. */
  #answered(call: Call, outputs: Uint8Array): void {
    call.outputs = outputs;
    this.#lostSince = undefined;
    while (this.#calls[0]?.outputs !== undefined) {
      const {
        inputs,
        reset,
        resolve,
        outputs: taken,
      } = this.#calls.shift() as Call & { outputs: Uint8Array };
      this.#replay.add(inputs, reset);
      resolve(taken);
    }
  }

  async #recover(cause: unknown): Promise<void> {
    this.#session = undefined;
    try {
      const session = await this.#reopen(cause);
      this.#notify('back', `${this.name} is back; the number in flight is sent again from its first bit`);
      this.#resume(session);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  async #reopen(cause: unknown): Promise<Session> {
    if (!isPassing(cause)) throw cause;
    this.#notify(cause.problem === 'reset' ? 'reset' : 'lost', `${this.name}: ${cause.message}`);
    // A board that was only reset is there at once. But one that is reset again and again gets fewer and fewer
    // requests.
    let isThere = cause.problem === 'reset' && this.#lostSince === undefined;
    if (this.#lostSince === undefined) {
      this.#lostSince = performance.now();
      this.#backoff = backoff();
    }
    const deadline = this.#lostSince + this.#giveUp_ms;
    let last = cause;
    for (;;) {
      const left_ms = deadline - performance.now();
      if (left_ms <= 0) throw this.#givenUp(last);
      if (!isThere)
        await pause(Math.min(this.#backoff.next().value, left_ms), undefined, {
          signal: this.#closing.signal,
        });
      isThere = false;
      try {
        return await this.#openWithin(deadline, last);
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (error.message !== last.message) this.#notify('waiting', `${error.message}; trying again`);
        last = error;
      }
    }
  }

  /** Opens a session, within the time limit. */
  async #openWithin(deadline: number, last: BoardError): Promise<Session> {
    if (deadline === Number.POSITIVE_INFINITY) return this.#sessions.open(last);
    const opening = this.#sessions.open(last);
    const over = new AbortController();
    const tooLate = pause(Math.max(0, deadline - performance.now()), undefined, { signal: over.signal }).then(
      () => {
        throw last;
      },
    );
    tooLate.catch(() => {});
    opening.catch(() => {});
    try {
      return await Promise.race([opening, tooLate]);
    } finally {
      over.abort();
    }
  }

  #givenUp(last: BoardError): BoardError {
    const seconds = this.#giveUp_ms / 1000;
    return new BoardError(last.problem, `${last.message}; gave up after ${seconds} s without a reply`);
  }

  #resume(session: Session): void {
    this.#session = session;
    const steps = this.#replay.steps();
    if (steps.length > 0 && !this.#calls[0]?.reset) {
      session.step(steps, true).catch((error) => {
        if (session === this.#session) void this.#recover(error);
      });
    }
    for (const call of this.#calls) {
      call.outputs = undefined;
      this.#send(session, call);
    }
  }

  #notify(kind: Notice['kind'], text: string): void {
    this.#onNotice({ kind, text });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#session = undefined;
    for (const { reject } of this.#calls.splice(0)) reject(this.#failure);
  }
}

function isPassing(error: unknown): error is BoardError {
  return error instanceof BoardError && PASSING.includes(error.problem);
}
