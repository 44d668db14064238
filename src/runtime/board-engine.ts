import { setTimeout as pause } from 'node:timers/promises';
import {
  type Board,
  BoardError,
  type BoardProblem,
  closeLine,
  connect,
  type Line,
  StreamSession,
} from '../board/index.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import type { Engine } from './engine.ts';
import { growingPauses } from './pauses.ts';
import { Replay } from './replay.ts';

/** What happened to a board, for people. */
export interface Notice {
  readonly kind: 'reset' | 'lost' | 'waiting' | 'back';
  readonly text: string;
}

export interface BoardEngineOptions {
  /** For people: where the board is. */
  readonly path: string;
  /** The network that the board runs; its digest is the first 16 digits of the constants' SHA-256. */
  readonly network: FixedNetwork;
  readonly digest: string;
  /** Opens the line to the board, anew after each loss. */
  readonly open: () => Promise<Line>;
  readonly onNotice?: ((notice: Notice) => void) | undefined;
}

/** A board that is lost in one of these ways may come back. */
const PASSING: readonly BoardProblem[] = ['absent', 'lost', 'silent', 'foreign'];

interface Call {
  readonly inputs: Uint8Array;
  readonly reset: boolean;
  readonly resolve: (outputs: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  /** Known, but an earlier call's are not. */
  outputs: Uint8Array | undefined;
}

/**
 * A board over its link. When it is reset, pulled out or silent, it is connected again, with growing pauses, and the
 * number in flight is sent again from its first bit; what was answered before is not answered again. So callers see
 * nothing but time pass.
 */
export class BoardEngine implements Engine {
  readonly name: string;
  readonly #options: BoardEngineOptions;
  /** Not answered yet, oldest first. */
  #calls: Call[] = [];
  readonly #replay: Replay;
  #line: Line | undefined;
  #board: Board | undefined;
  /** Undefined while the board is away. */
  #session: StreamSession | undefined;
  #resetNext = false;
  #failure: Error | undefined;
  readonly #closing = new AbortController();

  /** @throws BoardError if there is no board, or not the right one */
  static async open(options: BoardEngineOptions): Promise<BoardEngine> {
    const engine = new BoardEngine(options);
    engine.#session = await engine.#connect();
    return engine;
  }

  private constructor(options: BoardEngineOptions) {
    this.#options = options;
    this.name = `Uno on ${options.path}`;
    this.#replay = new Replay(options.network);
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
    await this.#disconnect();
  }

  #send(session: StreamSession, call: Call): void {
    session.step(call.inputs, call.reset).then(
      (outputs) => {
        // The answer of a session that has ended is not used: its steps are asked for again.
        if (session === this.#session) this.#answered(call, outputs);
      },
      (error) => {
        if (session === this.#session) void this.#recover(error);
      },
    );
  }

  /** Answers in order, also where one had to be asked for again and comes after later ones. */
  #answered(call: Call, outputs: Uint8Array): void {
    call.outputs = outputs;
    while (this.#calls[0]?.outputs !== undefined) {
      const {
        inputs,
        reset,
        resolve,
        outputs: answer,
      } = this.#calls.shift() as Call & { outputs: Uint8Array };
      this.#replay.add(inputs, reset);
      resolve(answer);
    }
  }

  async #recover(cause: unknown): Promise<void> {
    this.#session = undefined;
    try {
      if (!(cause instanceof BoardError)) throw cause;
      const session = await this.#regain(cause);
      this.#notify('back', `${this.name} is back; the number in flight is sent again from its first bit`);
      this.#resume(session);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  /** A new session, on the same line if the board was only reset. */
  async #regain(cause: BoardError): Promise<StreamSession> {
    if (cause.problem === 'reset' && this.#board) {
      this.#notify('reset', `${this.name}: ${cause.message}`);
      try {
        return await this.#begin(this.#board);
      } catch (error) {
        if (!isPassing(error)) throw error;
      }
    } else if (isPassing(cause)) {
      this.#notify('lost', `${this.name}: ${cause.message}`);
    } else {
      throw cause;
    }
    return this.#reconnect();
  }

  async #reconnect(): Promise<StreamSession> {
    let said = '';
    const pauses = growingPauses();
    for (;;) {
      await this.#disconnect();
      await pause(pauses.next().value, undefined, { signal: this.#closing.signal });
      try {
        return await this.#connect();
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (error.message !== said) this.#notify('waiting', `${error.message}; trying on`);
        said = error.message;
      }
    }
  }

  async #connect(): Promise<StreamSession> {
    this.#line = await this.#options.open();
    try {
      this.#closing.signal.throwIfAborted();
      this.#board = (await connect(this.#line)).board;
      return await this.#begin(this.#board);
    } catch (error) {
      await this.#disconnect();
      throw error;
    }
  }

  /** A session with the right network. */
  async #begin(board: Board): Promise<StreamSession> {
    const { network } = await board.describe();
    if (network === undefined) {
      throw new BoardError('refused', 'the board has no network; carrybit flash-weights gives it one');
    }
    if (network.digest !== this.#options.digest) {
      throw new BoardError(
        'refused',
        `the board runs another network, the ${network.task} ${network.digest}, not ${this.#options.digest}; carrybit flash-weights renews it`,
      );
    }
    return new StreamSession(board.link, network);
  }

  #resume(session: StreamSession): void {
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

  async #disconnect(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    this.#board?.link.close();
    this.#board = undefined;
    if (line) await closeLine(line);
  }

  #notify(kind: Notice['kind'], text: string): void {
    this.#options.onNotice?.({ kind, text });
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
