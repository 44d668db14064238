import type { Clock } from '../chip/clock.ts';
import type { Core } from '../chip/core.ts';
import { encodeFrame, FRAME_8N1, type FrameFormat } from '../chip/frame.ts';
import { Receiver } from '../chip/receiver.ts';
import { ClockEvent } from '../chip/schedule.ts';
import type { Usart } from '../chip/usart.ts';

/** How the host opens the port. */
export interface AdapterSettings {
  /** Bits per second; undefined follows whatever the firmware has set, as a client without a baud rate expects. */
  readonly baudRate?: number | undefined;
  /** Default 8N1. Ignored when following the firmware. */
  readonly format?: FrameFormat | undefined;
  /** Assert DTR, as operating systems do when a port is opened; resets the board. Default true. */
  readonly dtr?: boolean | undefined;
}

/** What the host is told. */
export interface AdapterClient {
  /** A byte has arrived from the board, garbled if the baud rates differ. */
  onByte(byte: number): void;
  /** Bytes have left the queue, or all have. */
  onSent(): void;
  /** The cable has been pulled out. */
  onUnplug(): void;
}

/** Changes a byte on its way, for tests of noise: returns what arrives instead, nothing, or several bytes. */
export type Tamper = (byte: number, direction: 'to-board' | 'to-host') => readonly number[];

/**
 * The USB-serial converter of the board and the host's end of the line. Bytes take their time: one after the other at
 * the host's baud rate. Asserting DTR resets the board, through a capacitor: the edge counts, not the level.
 */
export class SerialAdapter {
  /** See `Tamper`. */
  tamper: Tamper | undefined;
  /** Bytes that have arrived at the host, in all. */
  bytesToHost = 0;
  /** Bytes put on the line to the board, in all. */
  bytesToBoard = 0;

  private readonly core: Core;
  private readonly clock: Clock;
  private readonly usart: Usart;
  private readonly onReset: () => void;
  private readonly receiver: Receiver;
  private readonly next = new ClockEvent(() => this.send());
  private client: AdapterClient | undefined;
  private settings: AdapterSettings = {};
  private queue: number[] = [];
  private head = 0;
  private dtr = false;
  private plugged = true;
  private powered = false;
  private lineFree = 0;

  constructor(core: Core, clock: Clock, usart: Usart, onReset: () => void) {
    this.core = core;
    this.clock = clock;
    this.usart = usart;
    this.onReset = onReset;
    this.receiver = new Receiver(core.schedule, usart.txd, () => ({
      bitCycles: this.bitCycles,
      format: this.format,
    }));
    this.receiver.onReceived = ({ data }) => this.deliver(data & 0xff);
  }

  get isOpen(): boolean {
    return this.client !== undefined;
  }

  /** Bytes that have not left the host yet, the one on the line included. */
  get queued(): number {
    return this.queue.length - this.head + (this.next.scheduled ? 1 : 0);
  }

  /** Opens the port. One client at a time. @throws Error when it is open already, or unplugged */
  open(client: AdapterClient, settings: AdapterSettings): void {
    if (!this.plugged) throw new Error('no such device: the simulated board is unplugged');
    if (this.client !== undefined) throw new Error('the port of the simulated board is already open');
    this.client = client;
    this.settings = settings;
    this.receiver.enable(true, this.core.cycles);
    if (settings.dtr ?? true) this.setDtr(true);
    this.core.touch();
  }

  /** Closes the port and drops what has not been sent. `keepDtr` leaves DTR as it is (no "hang-up on close"). */
  close(keepDtr = false): void {
    if (this.client === undefined) return;
    this.client = undefined;
    this.discard();
    this.receiver.enable(false, this.core.cycles);
    if (!keepDtr) this.setDtr(false);
  }

  /** Changes the host's baud rate, for bytes that have not begun yet. */
  setBaudRate(baudRate: number): void {
    this.settings = { ...this.settings, baudRate };
  }

  /** A rising edge resets the board. */
  setDtr(asserted: boolean): void {
    const edge = asserted && !this.dtr;
    this.dtr = asserted;
    if (!edge) return;
    this.onReset();
    this.core.touch();
  }

  /** Queues bytes for the board. */
  write(bytes: Uint8Array): void {
    if (this.client === undefined) throw new Error('the port of the simulated board is not open');
    if (!this.powered) {
      this.client.onSent();
      return;
    }
    for (const byte of bytes) {
      if (this.tamper === undefined) this.queue.push(byte);
      else this.queue.push(...this.tamper(byte, 'to-board'));
    }
    if (!this.next.scheduled) this.send();
    this.core.touch();
  }

  /** The board's power comes or goes. What is sent to a board without power is lost. The port stays open. */
  setPower(powered: boolean): void {
    this.powered = powered;
    if (powered) return;
    const { now } = this.core;
    this.core.schedule.cancel(this.next);
    this.usart.rxd.cut(now);
    this.usart.txd.cut(now);
    this.lineFree = now;
    this.discard();
    this.client?.onSent();
  }

  /** Drops the bytes that have not begun. */
  discard(): void {
    this.queue = [];
    this.head = 0;
  }

  /** Pulls the cable: an open port is lost, and none can be opened until `plug`. The board keeps its power. */
  unplug(): void {
    const { client } = this;
    this.plugged = false;
    this.close();
    client?.onUnplug();
  }

  /** Puts the cable in again. */
  plug(): void {
    this.plugged = true;
  }

  private get bitCycles(): number {
    const { baudRate } = this.settings;
    return baudRate === undefined ? this.usart.bitCycles : this.clock.frequency / baudRate;
  }

  private get format(): FrameFormat {
    return this.settings.baudRate === undefined ? this.usart.format : (this.settings.format ?? FRAME_8N1);
  }

  private send(): void {
    const byte = this.queue[this.head];
    if (byte === undefined) {
      this.discard();
      this.client?.onSent();
      return;
    }
    this.head += 1;
    this.bytesToBoard += 1;
    // Frame follows frame without a gap, whatever fractions of a cycle a bit has.
    const start = Math.max(this.lineFree, this.core.now);
    this.lineFree = this.usart.rxd.send(start, encodeFrame(this.format, byte), this.bitCycles);
    this.core.schedule.add(this.next, this.lineFree);
    this.client?.onSent();
  }

  private deliver(byte: number): void {
    const bytes = this.tamper === undefined ? [byte] : this.tamper(byte, 'to-host');
    for (const arrived of bytes) {
      this.bytesToHost += 1;
      this.client?.onByte(arrived);
    }
  }
}
