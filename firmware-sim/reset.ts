import type { Core } from './core.ts';

/** MCU Status Register (datasheet section 11.9.1). */
export const MCUSR = 0x54;
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
  private readonly peripherals: readonly { reset(): void }[];

  constructor(core: Core, peripherals: readonly { reset(): void }[]) {
    this.core = core;
    this.peripherals = peripherals;
    this.install();
  }

  /** Resets the chip from this source. */
  trigger(source: ResetSource): void {
    const { core } = this;
    // Flags gather until the firmware or a power-on reset clears them.
    const flags = source === 'power-on' ? PORF : (core.data[MCUSR] as number) | FLAGS[source];
    core.restart();
    core.data[MCUSR] = flags;
    for (const peripheral of this.peripherals) peripheral.reset();
    this.onReset(source);
  }

  private install(): void {
    const { core } = this;
    // A flag is cleared by writing zero to it, and cannot be set.
    core.onWrite(MCUSR, (value) => {
      core.data[MCUSR] = (core.data[MCUSR] as number) & value;
    });
  }
}
