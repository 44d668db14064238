import type { Core } from './core.ts';
import { encodeFrame, type FrameFormat, type Received } from './frame.ts';
import { Receiver } from './receiver.ts';
import { ClockEvent } from './schedule.ts';
import { Wire } from './wire.ts';

/** Registers of USART0 (datasheet section 20.11). */
const UCSR0A = 0xc0;
const UCSR0B = 0xc1;
const UCSR0C = 0xc2;
const UBRR0L = 0xc4;
const UBRR0H = 0xc5;
const UDR0 = 0xc6;

const RXC0 = 1 << 7;
const TXC0 = 1 << 6;
const UDRE0 = 1 << 5;
const FE0 = 1 << 4;
const DOR0 = 1 << 3;
const UPE0 = 1 << 2;
const U2X0 = 1 << 1;
const MPCM0 = 1 << 0;

const RXCIE0 = 1 << 7;
const TXCIE0 = 1 << 6;
const UDRIE0 = 1 << 5;
const RXEN0 = 1 << 4;
const TXEN0 = 1 << 3;
const UCSZ02 = 1 << 2;
const RXB80 = 1 << 1;
const TXB80 = 1 << 0;

const RX_VECTOR = 18;
const UDRE_VECTOR = 19;
const TX_VECTOR = 20;

/** Characters the receive buffer holds beside the shift register (section 20.7). */
const FIFO_DEPTH = 2;

/**
 * USART0 in asynchronous mode, in place of avr8js's, which in version 0.21 drops a pending byte when UCSR0B is written,
 * clears UDRE0 when UCSR0A is written, and has neither receive buffer, overrun, nor wire. Synchronous and SPI modes
 * behave as asynchronous mode.
 */
export class Usart {
  /** TXD, from the chip; RXD, to the chip. */
  readonly txd = new Wire();
  readonly rxd = new Wire();

  private readonly core: Core;
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

  constructor(core: Core) {
    this.core = core;
    this.receiver = new Receiver(core.schedule, this.rxd, () => ({
      bitCycles: this.bitCycles,
      format: this.format,
    }));
    this.receiver.onStart = () => this.startBit();
    this.receiver.onReceived = (received) => this.received(received);
    core.onRead(UCSR0A, true, () => this.status());
    core.onWrite(UCSR0A, (value, mask) => {
      if (value & mask & TXC0) this.txComplete = false;
      core.data[UCSR0A] = value & (U2X0 | MPCM0);
      this.update();
    });
    core.onRead(
      UCSR0B,
      true,
      () => (core.data[UCSR0B] as number) | (((this.fifo[0]?.data ?? 0) >> 8) * RXB80),
    );
    core.onWrite(UCSR0B, (value) => this.control(value & ~RXB80));
    core.onRead(UDR0, false, () => this.read());
    core.onWrite(UDR0, (value) => this.write(value));
    core.onAcknowledge(TX_VECTOR, () => {
      this.txComplete = false;
      this.update();
    });
  }

  /** Cycles a bit takes as the firmware has set it (table 20-1). */
  get bitCycles(): number {
    const { data } = this.core;
    const divisor = ((data[UBRR0H] as number) & 0x0f) * 256 + (data[UBRR0L] as number) + 1;
    return divisor * ((data[UCSR0A] as number) & U2X0 ? 8 : 16);
  }

  get format(): FrameFormat {
    const b = this.core.data[UCSR0B] as number;
    const c = this.core.data[UCSR0C] as number;
    const size = ((c >> 1) & 3) | (b & UCSZ02);
    return {
      dataBits: size === 7 ? 9 : ((5 + (size & 3)) as 5 | 6 | 7 | 8),
      parity: (c & 0x30) === 0x30 ? 'odd' : (c & 0x30) === 0x20 ? 'even' : 'none',
      stopBits: c & 0x08 ? 2 : 1,
    };
  }

  /** As after a reset of the chip. */
  reset(): void {
    const { core } = this;
    core.data[UCSR0C] = 0x06;
    core.schedule.cancel(this.frameEnd);
    this.txd.cut(core.cycles);
    this.txEnd = core.cycles;
    this.buffer = undefined;
    this.txComplete = false;
    this.control(0);
  }

  /** clkI/O stops in deep sleep: nothing is received. Meant for an idle transmitter; a frame under way goes on. */
  stopClock(stopped: boolean): void {
    this.receiver.enable(!stopped && ((this.core.data[UCSR0B] as number) & RXEN0) !== 0, this.core.now);
  }

  private control(value: number): void {
    const { core } = this;
    core.data[UCSR0B] = value;
    if (!(value & RXEN0)) {
      // Disabling the receiver flushes its buffer (section 20.7.6).
      this.fifo = [];
      this.waiting = undefined;
      this.overrun = false;
    }
    this.receiver.enable((value & RXEN0) !== 0, core.landing);
    this.update();
  }

  private status(): number {
    const head = this.fifo[0];
    let status = (this.core.data[UCSR0A] as number) & (U2X0 | MPCM0);
    if (head !== undefined) status |= RXC0;
    if (head?.frameError) status |= FE0;
    if (head?.parityError) status |= UPE0;
    if (this.overrun) status |= DOR0;
    if (this.txComplete) status |= TXC0;
    if (this.buffer === undefined) status |= UDRE0;
    return status;
  }

  /** Section 20.7.4: buffer full, a character waiting, and a new start bit: the waiting character is lost. */
  private startBit(): void {
    if (this.waiting === undefined) return;
    this.waiting = undefined;
    this.overrun = true;
  }

  private received(received: Received): void {
    const addressesOnly = ((this.core.data[UCSR0A] as number) & MPCM0) !== 0;
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
    const b = this.core.data[UCSR0B] as number;
    // Ignored while the transmit buffer is full (section 20.6) or the transmitter off.
    if (this.buffer !== undefined || !(b & TXEN0)) return;
    this.buffer = value | (b & TXB80 ? 0x100 : 0);
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
    const b = core.data[UCSR0B] as number;
    core.setPending(RX_VECTOR, (b & RXCIE0) !== 0 && this.fifo.length > 0);
    core.setPending(UDRE_VECTOR, (b & UDRIE0) !== 0 && this.buffer === undefined);
    core.setPending(TX_VECTOR, (b & TXCIE0) !== 0 && this.txComplete);
  }
}
