import { decodeFrame, type FrameFormat, type Received, receivedLength } from './frame.ts';
import { ClockEvent, type Schedule } from './schedule.ts';
import type { Wire } from './wire.ts';

/** What a receiver expects: read anew at every start bit. */
export interface ReceiverSettings {
  readonly bitCycles: number;
  readonly format: FrameFormat;
}

/**
 * Receives characters from a wire as a UART does (datasheet section 20.8): a falling edge begins a frame, the middle of
 * the start bit must still be low, each bit is sampled in its middle, and after the middle of the first stop bit the
 * next falling edge counts.
 */
export class Receiver {
  /** A start bit has been recognized. */
  onStart: () => void = () => {};
  /** A character has been received, at the middle of its stop bit. */
  onReceived: (received: Received) => void = () => {};

  private readonly schedule: Schedule;
  private readonly wire: Wire;
  private readonly settings: () => ReceiverSettings;
  private readonly startBit = new ClockEvent(() => this.begin());
  private readonly stopBit = new ClockEvent(() => this.finish());
  private enabled = false;
  /** No edge before this time counts. */
  private ready = 0;
  private edge = 0;
  private current: ReceiverSettings | undefined;

  constructor(schedule: Schedule, wire: Wire, settings: () => ReceiverSettings) {
    this.schedule = schedule;
    this.wire = wire;
    this.settings = settings;
    wire.onFrame = () => this.search();
  }

  /** Starts or stops receiving; what is on the wire when it starts may be taken for something else. */
  enable(enabled: boolean, now: number): void {
    if (enabled === this.enabled) return;
    this.enabled = enabled;
    this.schedule.cancel(this.startBit);
    this.schedule.cancel(this.stopBit);
    this.ready = now;
    this.search();
  }

  private search(): void {
    if (!this.enabled || this.startBit.scheduled || this.stopBit.scheduled) return;
    const edge = this.wire.fall(this.ready);
    if (edge === undefined) return;
    this.edge = edge;
    this.current = this.settings();
    this.schedule.add(this.startBit, edge + this.current.bitCycles / 2);
  }

  private begin(): void {
    if (this.current === undefined) return;
    const { bitCycles, format } = this.current;
    if (this.wire.level(this.edge + bitCycles / 2) !== 0) {
      this.ready = this.edge + bitCycles / 2;
      this.search();
      return;
    }
    this.schedule.add(this.stopBit, this.edge + (receivedLength(format) - 0.5) * bitCycles);
    this.onStart();
  }

  private finish(): void {
    if (this.current === undefined) return;
    const { bitCycles, format } = this.current;
    const length = receivedLength(format);
    const bits = this.wire.sample(this.edge, bitCycles, length);
    this.ready = this.edge + (length - 0.5) * bitCycles;
    this.onReceived(decodeFrame(format, bits));
    this.wire.forget(this.ready);
    this.search();
  }
}
