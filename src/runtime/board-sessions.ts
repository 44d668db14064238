import {
  type Board,
  BoardError,
  closeLine,
  connect,
  type Line,
  StreamSession,
  setBaudRate,
} from '../board/index.ts';
import type { FixedNetwork } from '../fixed/index.ts';
import type { Notice, Session, Sessions } from './resuming-engine.ts';

/** Which board adds, and how it is reached. */
export interface BoardEngineOptions {
  /** For people: where the board is. */
  readonly path: string;
  /** The network that the board runs; its digest is the first 16 digits of the constants' SHA-256. */
  readonly network: FixedNetwork;
  readonly digest: string;
  /** Opens the line to the board, anew after each loss. */
  readonly open: () => Promise<Line>;
  /** Bits a second to agree on once the board answers; default: the rate at which it begins. */
  readonly baudRate?: number | undefined;
  /** Told what happens to the line. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Ms without an answer after a loss until it is given up. Default: never. */
  readonly giveUp_ms?: number | undefined;
}

/** Sessions with a board over its link. */
export class BoardSessions implements Sessions {
  readonly #options: Pick<BoardEngineOptions, 'open' | 'digest' | 'baudRate' | 'onNotice'>;
  #line: Line | undefined;
  #board: Board | undefined;
  #closed = false;

  constructor(options: Pick<BoardEngineOptions, 'open' | 'digest' | 'baudRate' | 'onNotice'>) {
    this.#options = options;
  }

  /** On the same line if the board was only reset. */
  async open(cause?: BoardError): Promise<Session> {
    try {
      if (cause?.problem !== 'reset' || this.#board === undefined) await this.#connect();
      return await this.#begin(this.#board as Board);
    } catch (error) {
      await this.#disconnect();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#disconnect();
  }

  async #connect(): Promise<void> {
    await this.#disconnect();
    const { open, baudRate, onNotice } = this.#options;
    const line = await open();
    this.#line = line;
    if (this.#closed) throw new BoardError('lost', 'the engine was closed');
    const { board } = await connect(line);
    this.#board = board;
    if (baudRate === undefined) return;
    const agreed = await setBaudRate(board, line, baudRate);
    if (agreed !== baudRate) onNotice?.({ kind: 'slower', text: `the line stays at ${agreed} baud` });
  }

  /** A session with the right network. */
  async #begin(board: Board): Promise<Session> {
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

  async #disconnect(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    this.#board?.link.close();
    this.#board = undefined;
    if (line) await closeLine(line);
  }
}
