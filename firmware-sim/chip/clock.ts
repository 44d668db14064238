import type { Core } from './core.ts';

/** Clock Prescale Register (datasheet section 9.12.2). */
export interface ClockDescription {
  readonly CLKPR: number;
}

const CLKPCE = 1 << 7;
/** Cycles in which CLKPS3:0 may be written after CLKPCE. */
const CHANGE_WINDOW = 4;

/**
 * System clock: the crystal divided by 2^CLKPS3:0, 1 after a reset (the CKDIV8 fuse of an Arduino is not programmed).
 */
export class Clock {
  /** CPU cycles per second, now. */
  frequency: number;

  private readonly core: Core;
  private readonly description: ClockDescription;
  private readonly crystal: number;
  private changeUntil = 0;
  private baseCycle = 0;
  private baseSeconds = 0;

  /** @param crystal frequency of the crystal in hertz */
  constructor(core: Core, description: ClockDescription, crystal: number) {
    this.core = core;
    this.description = description;
    this.crystal = crystal;
    this.frequency = crystal;
    core.onWrite(this.description.CLKPR, (value) => this.write(value));
  }

  /** Simulated time since cycle 0. */
  get seconds(): number {
    return this.baseSeconds + (this.core.cycles - this.baseCycle) / this.frequency;
  }

  /** As after a reset of the chip. */
  reset(): void {
    this.change(0);
  }

  private write(value: number): void {
    const { core } = this;
    if (value === CLKPCE) {
      this.changeUntil = core.landing + CHANGE_WINDOW;
    } else if (!(value & CLKPCE) && core.landing <= this.changeUntil) {
      this.changeUntil = 0;
      // Values above 8 are reserved (table 9-17).
      this.change(Math.min(value & 15, 8));
    }
  }

  private change(select: number): void {
    this.baseSeconds = this.seconds;
    this.baseCycle = this.core.cycles;
    this.core.data[this.description.CLKPR] = select;
    this.frequency = this.crystal / 2 ** select;
  }
}
