import type { Core } from './core.ts';

/** General Timer/Counter Control Register (datasheet section 17.4.1). */
export interface PrescalerDescription {
  readonly GTCCR: number;
}

const TSM = 1 << 7;
export const PSRASY = 1 << 1;
export const PSRSYNC = 1 << 0;

/**
 * The free-running counter that divides the clock for timers (datasheet chapter 17): timer 2 has its own, the
 * others share one. Tick n of a division by d is at cycle `origin + n × d`.
 */
export class Prescaler {
  origin = 0;
  /** Held at zero, by GTCCR.TSM or in sleep. */
  held = false;
  /** Timers to bring up to date before a change, and to schedule anew after it. */
  readonly timers: { sync(cycle: number): void; rebase(cycle: number): void }[] = [];

  private readonly core: Core;
  private readonly resetBit: number;
  private stoppedAt = 0;

  constructor(core: Core, resetBit: number) {
    this.core = core;
    this.resetBit = resetBit;
  }

  reset(): void {
    this.origin = this.core.cycles;
    this.held = false;
  }

  /** Called with every value written to GTCCR. */
  control(value: number, cycle: number): void {
    if (!(value & this.resetBit) && !this.held) return;
    this.change(cycle, () => {
      this.origin = cycle;
      this.held = (value & TSM) !== 0 && (value & this.resetBit) !== 0;
    });
  }

  /** The clock stops, and goes on later as if the time between had not been. */
  stopClock(stopped: boolean): void {
    const { now } = this.core;
    this.change(now, () => {
      this.held = stopped;
      if (stopped) this.stoppedAt = now;
      else this.origin += now - this.stoppedAt;
    });
  }

  private change(cycle: number, apply: () => void): void {
    for (const timer of this.timers) timer.sync(cycle);
    apply();
    for (const timer of this.timers) timer.rebase(cycle);
  }
}

/** GTCCR: resets prescalers; the reset bits read as zero unless TSM holds them. */
export function attachPrescalerReset(
  core: Core,
  { GTCCR }: PrescalerDescription,
  prescalers: readonly Prescaler[],
): void {
  core.onWrite(GTCCR, (value) => {
    core.data[GTCCR] = value & TSM ? value & (TSM | PSRASY | PSRSYNC) : 0;
    for (const prescaler of prescalers) prescaler.control(value, core.landing);
  });
}
