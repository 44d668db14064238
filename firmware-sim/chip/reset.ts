import type { Core } from './core.ts';

/** MCU Status Register (datasheet section 11.9.1). */
export interface ResetDescription {
  readonly MCUSR: number;
}

export const PORF = 1 << 0;
export const EXTRF = 1 << 1;
export const BORF = 1 << 2;
export const WDRF = 1 << 3;

/** Where a reset came from (datasheet section 11.1). */
export type ResetSource = 'power-on' | 'external' | 'watchdog';

const FLAGS: Record<ResetSource, number> = { 'power-on': PORF, external: EXTRF, watchdog: WDRF };

/** Reset logic: remembers in MCUSR where resets came from, and brings CPU and peripherals to their initial state. */
export class Reset {
  /** Called after every reset, before the first instruction. */
  onReset: (source: ResetSource) => void = () => {};

  private readonly core: Core;
  private readonly description: ResetDescription;
  private readonly peripherals: readonly { reset(): void }[];

  constructor(core: Core, description: ResetDescription, peripherals: readonly { reset(): void }[]) {
    this.core = core;
    this.description = description;
    this.peripherals = peripherals;
    this.install();
  }

  /** Resets the chip from this source. */
  trigger(source: ResetSource): void {
    const { core } = this;
    // Flags gather until the firmware or a power-on reset clears them.
    const flags =
      source === 'power-on' ? PORF : (core.data[this.description.MCUSR] as number) | FLAGS[source];
    core.restart();
    core.data[this.description.MCUSR] = flags;
    for (const peripheral of this.peripherals) peripheral.reset();
    this.onReset(source);
  }

  private install(): void {
    const { core } = this;
    // A flag is cleared by writing zero to it, and cannot be set.
    core.onWrite(this.description.MCUSR, (value) => {
      core.data[this.description.MCUSR] = (core.data[this.description.MCUSR] as number) & value;
    });
  }
}
