import type { Core } from './core.ts';
import { encodeFrame, type FrameFormat, type Received } from './frame.ts';
import { Receiver } from './receiver.ts';
import { ClockEvent } from './schedule.ts';
import { Wire } from './wire.ts';

/** Registers of a USART (datasheet section 20.11) and its interrupts. */
export interface UsartDescription {
  readonly UCSRA: number;
  readonly UCSRB: number;
  readonly UCSRC: number;
  readonly UBRRL: number;
  readonly UBRRH: number;
  readonly UDR: number;
  readonly vectors: { readonly received: number; readonly empty: number; readonly sent: number };
}

const RXC = 1 << 7;
const TXC = 1 << 6;
const UDRE = 1 << 5;
const FE = 1 << 4;
const DOR = 1 << 3;
const UPE = 1 << 2;
const U2X = 1 << 1;
const MPCM = 1 << 0;

const RXCIE = 1 << 7;
const TXCIE = 1 << 6;
const UDRIE = 1 << 5;
const RXEN = 1 << 4;
const TXEN = 1 << 3;
const UCSZ2 = 1 << 2;
const RXB8 = 1 << 1;
const TXB8 = 1 << 0;

/** Characters the receive buffer holds beside the shift register (section 20.7). */
const FIFO_DEPTH = 2;

/**
 * A USART in asynchronous mode, in place of avr8js's, which in version 0.21 drops a pending byte when UCSRnB is
 * written, clears UDREn when UCSRnA is written, and has neither receive buffer, overrun, nor wire. Synchronous and SPI
 * modes behave as asynchronous mode.
 */
export class Usart {
  /** TXD, from the chip; RXD, to the chip. */
  readonly txd = new Wire();
  readonly rxd = new Wire();

  private readonly core: Core;
  private readonly description: UsartDescription;
  private readonly receiver: Receiver;
  private readonly frameEnd = new ClockEvent(() => this.sent());
  private fifo: Received[] = [];
  /** A complete character in the receive shift register, waiting for room in the buffer. */
  private waiting: Received | undefined;
  private overrun = false;
  private last = 0;
  /** The transmit buffer, if it is full. */
  private buffer: number | undefined;
  private txComplete = false;
  private txEnd = 0;

  constructor(core: Core, description: UsartDescription) {
    this.core = core;
    this.description = description;
    this.receiver = new Receiver(core.schedule, this.rxd, () => ({
      bitCycles: this.bitCycles,
      format: this.format,
    }));
    this.receiver.onStart = () => this.startBit();
    this.receiver.onReceived = (received) => this.received(received);
    core.onRead(this.description.UCSRA, true, () => this.status());
    core.onWrite(this.description.UCSRA, (value, mask) => {
      if (value & mask & TXC) this.txComplete = false;
      core.data[this.description.UCSRA] = value & (U2X | MPCM);
      this.update();
    });
    core.onRead(
      this.description.UCSRB,
      true,
      () => (core.data[this.description.UCSRB] as number) | (((this.fifo[0]?.data ?? 0) >> 8) * RXB8),
    );
    core.onWrite(this.description.UCSRB, (value) => this.control(value & ~RXB8));
    core.onRead(this.description.UDR, false, () => this.read());
    core.onWrite(this.description.UDR, (value) => this.write(value));
    core.onAcknowledge(this.description.vectors.sent, () => {
      this.txComplete = false;
      this.update();
    });
  }

  /** Cycles a bit takes as the firmware has set it (table 20-1). */
  get bitCycles(): number {
    const { data } = this.core;
    const divisor =
      ((data[this.description.UBRRH] as number) & 0x0f) * 256 + (data[this.description.UBRRL] as number) + 1;
    return divisor * ((data[this.description.UCSRA] as number) & U2X ? 8 : 16);
  }

  get format(): FrameFormat {
    const b = this.core.data[this.description.UCSRB] as number;
    const c = this.core.data[this.description.UCSRC] as number;
    const size = ((c >> 1) & 3) | (b & UCSZ2);
    return {
      dataBits: size === 7 ? 9 : ((5 + (size & 3)) as 5 | 6 | 7 | 8),
      parity: (c & 0x30) === 0x30 ? 'odd' : (c & 0x30) === 0x20 ? 'even' : 'none',
      stopBits: c & 0x08 ? 2 : 1,
    };
  }

  /** As after a reset of the chip. */
  reset(): void {
    const { core } = this;
    core.data[this.description.UCSRC] = 0x06;
    core.schedule.cancel(this.frameEnd);
    this.txd.cut(core.cycles);
    this.txEnd = core.cycles;
    this.buffer = undefined;
    this.txComplete = false;
    this.control(0);
  }

  /** clkI/O stops in deep sleep: nothing is received. Meant for an idle transmitter; a frame under way goes on. */
  stopClock(stopped: boolean): void {
    this.receiver.enable(
      !stopped && ((this.core.data[this.description.UCSRB] as number) & RXEN) !== 0,
      this.core.now,
    );
  }

  private control(value: number): void {
    const { core } = this;
    core.data[this.description.UCSRB] = value;
    if (!(value & RXEN)) {
      // Disabling the receiver flushes its buffer (section 20.7.6).
      this.fifo = [];
      this.waiting = undefined;
      this.overrun = false;
    }
    this.receiver.enable((value & RXEN) !== 0, core.landing);
    this.update();
  }

  private status(): number {
    const head = this.fifo[0];
    let status = (this.core.data[this.description.UCSRA] as number) & (U2X | MPCM);
    if (head !== undefined) status |= RXC;
    if (head?.frameError) status |= FE;
    if (head?.parityError) status |= UPE;
    if (this.overrun) status |= DOR;
    if (this.txComplete) status |= TXC;
    if (this.buffer === undefined) status |= UDRE;
    return status;
  }

  /** Section 20.7.4: buffer full, a character waiting, and a new start bit: the waiting character is lost. */
  private startBit(): void {
    if (this.waiting === undefined) return;
    this.waiting = undefined;
    this.overrun = true;
  }

  private received(received: Received): void {
    const addressesOnly = ((this.core.data[this.description.UCSRA] as number) & MPCM) !== 0;
    if (addressesOnly && this.format.dataBits === 9 && received.data < 0x100) return;
    this.waiting = received;
    this.shift();
    this.update();
  }

  private shift(): void {
    if (this.waiting === undefined || this.fifo.length >= FIFO_DEPTH) return;
    this.fifo.push(this.waiting);
    this.waiting = undefined;
    this.overrun = false;
  }

  private read(): number {
    const head = this.fifo.shift();
    if (head !== undefined) this.last = head.data & 0xff;
    this.shift();
    this.update();
    return this.last;
  }

  private write(value: number): void {
    const b = this.core.data[this.description.UCSRB] as number;
    // Ignored while the transmit buffer is full (section 20.6) or the transmitter off.
    if (this.buffer !== undefined || !(b & TXEN)) return;
    this.buffer = value | (b & TXB8 ? 0x100 : 0);
    if (!this.frameEnd.scheduled) this.transmit(this.core.landing);
    this.update();
  }

  private transmit(start: number): void {
    if (this.buffer === undefined) return;
    const frame = encodeFrame(this.format, this.buffer);
    this.buffer = undefined;
    this.txEnd = this.txd.send(Math.max(start, this.txEnd), frame, this.bitCycles);
    this.core.schedule.add(this.frameEnd, this.txEnd);
  }

  private sent(): void {
    if (this.buffer !== undefined) this.transmit(this.txEnd);
    else this.txComplete = true;
    this.update();
  }

  private update(): void {
    const { core } = this;
    const b = core.data[this.description.UCSRB] as number;
    core.setPending(this.description.vectors.received, (b & RXCIE) !== 0 && this.fifo.length > 0);
    core.setPending(this.description.vectors.empty, (b & UDRIE) !== 0 && this.buffer === undefined);
    core.setPending(this.description.vectors.sent, (b & TXCIE) !== 0 && this.txComplete);
  }
}
