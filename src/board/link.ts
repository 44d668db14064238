import { BoardError, refusal } from './board-error.ts';
import { type Exchange, isSilent, newExchange, SILENT_MS } from './exchange.ts';
import { greetingName, isGreeting } from './greeting.ts';
import type { Transport } from './line.ts';
import { decodeMessage, type Message } from './message.ts';
import { ID, REFUSAL } from './numbers.ts';
import { Retransmission } from './retransmission.ts';
import { fromSeptets } from './septets.ts';
import { SysexParser } from './sysex-parser.ts';

/** Maximum of bytes and of stream messages without a reply: docs/spec.md section 7, "Flow control". */
const WINDOW_BYTES = 255;
const WINDOW_STREAM = 4;
/** Ms until a request is sent again to a board that was busy, or that sent something damaged. */
const BUSY_BACKOFF_MS = 10;
const DAMAGED_BACKOFF_MS = 2;
/**
 * A request is not sent again within this many ms after the latest byte, because its reply may be on a slow line. The
 * first value holds while reply times are unknown, the second later.
 */
const QUIET_AT_FIRST_MS = 150;
const QUIET_MS = 25;
/** Nor for longer than this, because bytes that go on without being a message are no reply. */
const MAX_DEFERRAL_MS = 700;
/** Before the first whole message, damaged ones among more bytes each are garbage that looks like them by chance. */
const MAX_BYTES_PER_DAMAGED = 4096;
/** Ms between a request and its repetition after a boot of the board; doubled each time. */
const BOOTED_BACKOFF_MS = 30;
const MAX_BOOTED_BACKOFF_MS = 1000;

/**
 * Requests and replies over a line that may lose, double and change bytes. Each request is repeated until it gets its
 * reply, and the board carries it out once. The link knows only the order of stream messages and the error message.
 */
export class Link {
  /** Name of the board's firmware, if the board has sent it since the link was made. */
  firmware: string | undefined;
  /** Number of bytes received, of any kind. */
  received = 0;
  /** Number of damaged messages received. */
  damaged = 0;
  readonly #transport: Transport;
  readonly #timing = new Retransmission();
  readonly #parser = new SysexParser((content) => this.#take(content));
  readonly #waiting: Exchange[] = [];
  /** Requests without a reply, oldest first. */
  #asked: Exchange[] = [];
  #askedBytes = 0;
  /** Times in ms: of the latest byte, the latest whole message, and the latest damaged one. */
  #heard = 0;
  #answered = 0;
  #noticed = 0;
  #transmissions = 0;
  #timer: NodeJS.Timeout | undefined;
  #number = 0;
  #streamNumber = 0;
  #failure: BoardError | undefined;

  /** @param transport an open port; the link listens to it until it is closed */
  constructor(transport: Transport) {
    this.#transport = transport;
    transport.on('data', (bytes) => {
      this.received += bytes.length;
      this.#heard = performance.now();
      this.#parser.take(bytes);
    });
    const lose = (cause?: Error | null) =>
      this.#fail(new BoardError('lost', `the port was closed${cause ? `: ${cause.message}` : ''}`));
    transport.on('close', lose);
    transport.on('error', lose);
  }

  /** Whether damaged messages came, more than garbage holds by chance. */
  get isNoisy(): boolean {
    if (this.#answered > 0) return this.damaged > 0;
    return this.damaged > 0 && this.damaged * MAX_BYTES_PER_DAMAGED >= this.received;
  }

  /** Sends a request. `doing` names it in errors. @throws BoardError */
  ask(id: number, payload: Iterable<number>, doing: string, patience = 0): Promise<Uint8Array> {
    this.#number = (this.#number + 1) & 0x7f;
    return this.#enqueue(id, this.#number, payload, doing, patience);
  }

  /**
   * Sends a stream message, in the order of the calls. @throws BoardError; after problem 'reset' the session is over,
   * and all later messages of it fail too
   */
  stream(payload: Iterable<number>): Promise<Uint8Array> {
    this.#streamNumber = (this.#streamNumber + 1) & 0x7f;
    return this.#enqueue(ID.stream, this.#streamNumber, payload, 'a stream message', 0);
  }

  /** Rejects all current and future requests. */
  close(): void {
    this.#fail(new BoardError('lost', 'the link was closed'));
  }

  #enqueue(id: number, number: number, payload: Iterable<number>, doing: string, patience: number) {
    return new Promise<Uint8Array>((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const message = { id, number, payload: Uint8Array.from(payload) };
      this.#waiting.push(newExchange(message, doing, patience, resolve, reject));
      this.#fill();
    });
  }

  /** Sends the requests for which the window has room. */
  #fill(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (!next || this.#askedBytes + next.bytes.length > WINDOW_BYTES) return;
      if (next.id === ID.stream) {
        const oldest = this.#asked.find(({ id }) => id === ID.stream);
        if (oldest && ((next.number - oldest.number) & 0x7f) >= WINDOW_STREAM) return;
      }
      this.#waiting.shift();
      this.#asked.push(next);
      this.#askedBytes += next.bytes.length;
      this.#send(next);
    }
  }

  #send(exchange: Exchange): void {
    exchange.sent = performance.now();
    exchange.firstSent ||= exchange.sent;
    exchange.order = ++this.#transmissions;
    exchange.deadline = exchange.sent + this.#timing.timeout(exchange.tries) + exchange.patience;
    exchange.lost = false;
    exchange.tries++;
    exchange.transmissions++;
    this.#transport.write(exchange.bytes);
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#asked.length === 0) return;
    const due = Math.min(...this.#asked.map(({ deadline }) => deadline));
    this.#timer = setTimeout(() => this.#late(), Math.max(0, due - performance.now()));
  }

  #late(): void {
    const now = performance.now();
    const late = this.#asked.filter(({ deadline }) => deadline <= now);
    const silent = late.find((exchange) => isSilent(exchange, now, this.#answered, this.#noticed));
    if (silent) {
      const seconds = ((now - silent.firstSent) / 1000).toFixed(1);
      this.#fail(new BoardError('silent', `the board did not answer ${silent.doing} for ${seconds} s`));
      return;
    }
    const quiet = this.#heard + (this.#timing.known ? QUIET_MS : QUIET_AT_FIRST_MS);
    const deferral_ms = this.#parser.isWithin ? SILENT_MS : MAX_DEFERRAL_MS;
    // Oldest first, so that the board gets missed messages in the right order.
    for (const exchange of late) {
      if (!exchange.lost && quiet > now && now - exchange.sent < deferral_ms) exchange.deadline = quiet;
      else this.#send(exchange);
    }
    this.#schedule();
  }

  #take(content: Uint8Array): void {
    const message = decodeMessage(content);
    if (isGreeting(content)) this.#greeted(content);
    else if (message === undefined) this.#garbled(content[0]);
    if (message === undefined) return;
    this.#answered = performance.now();
    for (const exchange of this.#asked) exchange.tries = 0;
    const exchange = this.#find(message.id, message.number);
    if (message.id === ID.error) this.#refused(message);
    if (exchange === undefined) return;
    if (exchange.sent === exchange.firstSent && exchange.patience === 0)
      this.#timing.sample(performance.now() - exchange.sent);
    this.#settle(exchange);
    exchange.resolve(message.payload);
    this.#fill();
  }

  /**
   * The board says that it has booted, and so has missed what was on its way. Damage can make a reply look like that:
   * so the session goes on until the board refuses a message of it, or greets a second time instead of a reply.
   */
  #greeted(content: Uint8Array): void {
    this.firmware = greetingName(content);
    if (this.#asked.some(({ id, boots }) => id === ID.stream && boots > 0)) this.#endSession();
    // A board that boots again and again gets fewer and fewer requests.
    for (const exchange of this.#asked)
      this.#again(
        exchange,
        exchange.sent + Math.min(BOOTED_BACKOFF_MS * 2 ** exchange.boots++, MAX_BOOTED_BACKOFF_MS),
      );
  }

  /** A damaged message arrived. If its id is one of carrybit's, it was a reply. */
  #garbled(id: number | undefined): void {
    if (id === undefined || id === 0 || id > ID.error) return;
    this.damaged += 1;
    if (!this.isNoisy) return;
    this.#noticed = performance.now();
    const meant = this.#asked.find((exchange) => exchange.id === id);
    if (meant) this.#again(meant, this.#noticed + DAMAGED_BACKOFF_MS);
  }

  /** Sends lost requests again at a given time. */
  #again(exchange: Exchange, moment: number): void {
    exchange.lost = true;
    exchange.deadline = Math.min(exchange.deadline, moment);
    this.#schedule();
  }

  #refused({ number, payload }: Message): void {
    const [id = 0, code = 0] = payload;
    const detail = fromSeptets(payload, 2, 2);
    const exchange = this.#find(id, number);
    if (code === REFUSAL.damaged) {
      // The number may be damaged too. Then it means the only open request, or a later error shows it.
      const meant = exchange ?? (this.#asked.length === 1 ? this.#asked[0] : undefined);
      if (meant) this.#again(meant, performance.now() + DAMAGED_BACKOFF_MS);
    } else if (exchange === undefined) {
      return;
    } else if (id === ID.stream && code === REFUSAL.outOfOrder) {
      this.#goBack(exchange, detail);
    } else if (id === ID.stream && (code === REFUSAL.notStarted || code === REFUSAL.reused)) {
      this.#endSession();
    } else if (code === REFUSAL.busy) {
      exchange.deadline = performance.now() + BUSY_BACKOFF_MS;
      this.#schedule();
    } else {
      this.#settle(exchange);
      exchange.reject(refusal(exchange.doing, code, detail));
      this.#fill();
    }
  }

  /**
   * The board waits for an earlier message: sends everything from that one to this again, unless it has been sent
   * since.
   */
  #goBack(refused: Exchange, expected: number): void {
    const last = refused.order;
    const span = (refused.number - expected) & 0x7f;
    for (const exchange of [...this.#asked]) {
      if (exchange.id !== ID.stream) continue;
      const ahead = (exchange.number - expected) & 0x7f;
      if (ahead <= span && exchange.order <= last) this.#send(exchange);
    }
  }

  #endSession(): void {
    const isStream = ({ id }: Exchange) => id === ID.stream;
    const lost = [...this.#asked, ...this.#waiting].filter(isStream);
    if (lost.length === 0) return;
    for (const exchange of this.#asked.filter(isStream)) this.#settle(exchange);
    for (const exchange of this.#waiting.filter(isStream))
      this.#waiting.splice(this.#waiting.indexOf(exchange), 1);
    for (const { reject } of lost)
      reject(new BoardError('reset', 'the board was reset and has lost its state'));
    this.#fill();
  }

  #find(id: number, number: number): Exchange | undefined {
    return this.#asked.find((exchange) => exchange.id === id && exchange.number === number);
  }

  #settle(exchange: Exchange): void {
    this.#asked = this.#asked.filter((other) => other !== exchange);
    this.#askedBytes -= exchange.bytes.length;
    this.#schedule();
  }

  #fail(failure: BoardError): void {
    if (this.#failure) return;
    this.#failure = failure;
    clearTimeout(this.#timer);
    for (const { reject } of [...this.#asked, ...this.#waiting.splice(0)]) reject(failure);
    this.#asked = [];
  }
}
