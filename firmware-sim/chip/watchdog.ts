import type { Clock } from './clock.ts';
import type { Core } from './core.ts';
import { WDRF } from './reset.ts';
import { ClockEvent } from './schedule.ts';

/** Watchdog Timer Control Register (datasheet section 11.9.2), MCU Status Register, and interrupt. */
export interface WatchdogDescription {
  readonly WDTCSR: number;
  readonly MCUSR: number;
  readonly vector: number;
}

const WDP = 0x27;
const WDE = 1 << 3;
const WDCE = 1 << 4;
const WDIE = 1 << 6;
const WDIF = 1 << 7;

/** The watchdog's own oscillator in hertz. */
const OSCILLATOR = 128_000;
/** CPU cycles in which WDE and the prescaler may be changed after WDCE was set. */
const CHANGE_WINDOW = 4;

/**
 * Watchdog (datasheet section 11.8): interrupt mode, reset mode, and both. Time-out 2048 << WDP3:0 periods of its
 * oscillator: 16 ms to 8 s. After a watchdog reset it runs on, at 16 ms, until the firmware clears WDRF and stops it.
 */
export class Watchdog {
  private readonly core: Core;
  private readonly description: WatchdogDescription;
  private readonly clock: Clock;
  private readonly timeout = new ClockEvent(() => this.check());
  private readonly onTimeout: () => void;
  /** Cycle from which the running time-out counts. */
  private origin = 0;
  private changeUntil = 0;

  constructor(core: Core, description: WatchdogDescription, clock: Clock, onTimeout: () => void) {
    this.core = core;
    this.description = description;
    this.clock = clock;
    this.onTimeout = onTimeout;
    // WDR only notes the time. The event finds that it came too early.
    core.onWatchdogRestart = (cycle) => {
      this.origin = cycle;
    };
    core.onWatchdogSkip = (cycles) => {
      this.origin += cycles;
    };
    core.onWrite(this.description.WDTCSR, (value, mask) => this.write(value, mask));
    core.onAcknowledge(this.description.vector, () => this.acknowledge());
  }

  reset(): void {
    const { core } = this;
    // WDRF keeps WDE set (section 11.9.2, WDE).
    core.data[this.description.WDTCSR] = (core.data[this.description.MCUSR] as number) & WDRF ? WDE : 0;
    this.changeUntil = 0;
    this.origin = core.cycles;
    this.arm();
  }

  private write(value: number, mask: number): void {
    const { core } = this;
    let control = core.data[this.description.WDTCSR] as number;
    if (value & mask & WDIF) control &= ~WDIF;
    control = (control & ~WDIE) | (value & WDIE);
    const open = core.cycles <= this.changeUntil;
    if (open && !(value & WDCE)) {
      control = (control & ~(WDE | WDP)) | (value & (WDE | WDP));
      this.changeUntil = 0;
    } else {
      // Without the timed sequence WDE can be set but not cleared, and the prescaler stays.
      control |= value & WDE;
      if (value & WDCE && value & WDE) this.changeUntil = core.cycles + CHANGE_WINDOW;
    }
    if ((core.data[this.description.MCUSR] as number) & WDRF) control |= WDE;
    if ((core.data[this.description.WDTCSR] as number) !== control) {
      // Starting or changing the time-out counts from now; the timer itself is not restarted (only WDR does that).
      if (!((core.data[this.description.WDTCSR] as number) & (WDE | WDIE))) this.origin = core.cycles;
    }
    core.data[this.description.WDTCSR] = control;
    this.arm();
    this.update();
  }

  private get period(): number {
    const control = this.core.data[this.description.WDTCSR] as number;
    const prescaler = Math.min(((control >> 2) & 8) | (control & 7), 9);
    return Math.round(((2048 << prescaler) * this.clock.frequency) / OSCILLATOR);
  }

  private arm(): void {
    if ((this.core.data[this.description.WDTCSR] as number) & (WDE | WDIE)) {
      this.core.schedule.add(this.timeout, this.origin + this.period);
    } else {
      this.core.schedule.cancel(this.timeout);
    }
  }

  private check(): void {
    const { core } = this;
    if (this.origin + this.period > core.now) {
      this.arm();
      return;
    }
    const control = core.data[this.description.WDTCSR] as number;
    // Interrupt and reset mode: the second time-out resets if the first one's interrupt has not been executed.
    if (control & WDE && (!(control & WDIE) || control & WDIF)) {
      this.onTimeout();
      return;
    }
    core.data[this.description.WDTCSR] = control | WDIF;
    this.origin = core.now;
    this.arm();
    this.update();
  }

  private acknowledge(): void {
    const { core } = this;
    const control = core.data[this.description.WDTCSR] as number;
    // In interrupt and reset mode the interrupt clears WDIE: the next time-out resets.
    core.data[this.description.WDTCSR] = control & ~(WDIF | (control & WDE ? WDIE : 0));
    this.update();
  }

  private update(): void {
    const control = this.core.data[this.description.WDTCSR] as number;
    this.core.setPending(this.description.vector, (control & WDIF) !== 0 && (control & WDIE) !== 0);
  }
}
