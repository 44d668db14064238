import type { Compare } from './compare.ts';
import type { Core } from './core.ts';
import type { Counter } from './counter.ts';
import type { TimerDescription } from './timer-description.ts';

/** What a timer does about accesses to its counting registers. */
interface Access {
  /** Counts up to a cycle. */
  sync(cycle: number): void;
  /** Applies a change at a cycle. */
  change(cycle: number, apply: () => void): void;
}

/**
 * TCNTn, OCRnx and ICRn. Where they have 16 bits, their high bytes go through the timer's one register TEMP; OCRn
 * reads directly (datasheet section 16.3).
 */
export class TimerRegisters {
  private readonly core: Core;
  private readonly wide: boolean;
  private readonly access: Access;
  /** The high byte on its way to or from a 16-bit register. */
  private temp = 0;

  constructor(core: Core, description: TimerDescription, counter: Counter, access: Access) {
    this.core = core;
    this.wide = description.bits === 16;
    this.access = access;
    this.onWrite(description.TCNT, (value) => {
      counter.count = value;
      counter.blocked = true;
    });
    this.onRead(description.TCNT, () => {
      access.sync(core.cycles);
      return counter.count;
    });
    for (const [index, address] of description.OCR.entries()) {
      const channel = counter.channels[index] as Compare;
      this.onWrite(address, (value) => {
        channel.buffer = value;
        if (counter.waveform.update === 'now') channel.value = value;
      });
    }
    if (description.ICR === undefined) return;
    this.onWrite(description.ICR, (value) => {
      counter.icr = value;
    });
    this.onRead(description.ICR, () => counter.icr);
  }

  reset(): void {
    this.temp = 0;
  }

  private onWrite(low: number, write: (value: number) => void): void {
    const { core, wide } = this;
    core.onWrite(low, (value) => {
      core.data[low] = value;
      if (wide) core.data[low + 1] = this.temp;
      this.access.change(core.landing, () => write(wide ? this.temp * 256 + value : value));
    });
    if (!wide) return;
    core.onWrite(low + 1, (value) => {
      this.temp = value;
    });
  }

  private onRead(low: number, read: () => number): void {
    const { core, wide } = this;
    core.onRead(low, false, () => {
      const value = read();
      if (wide) this.temp = value >> 8;
      return value & 0xff;
    });
    if (wide) core.onRead(low + 1, false, () => this.temp);
  }
}
