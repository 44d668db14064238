import type { Core } from './core.ts';

/** Sleep Mode Control Register (datasheet section 10.11.1). */
export interface SleepDescription {
  readonly SMCR: number;
}

const SE = 1 << 0;

/** SMCR.SM2:0 (table 10-2). */
const MODES = [
  'idle',
  'adc-noise-reduction',
  'power-down',
  'power-save',
  'reserved',
  'reserved',
  'standby',
  'extended-standby',
] as const;

export type SleepMode = (typeof MODES)[number];

/** Start-up from power-down and power-save of an Arduino's 16 MHz crystal with its fuses (tables 9-3, 9-4): 16K CK. */
const CRYSTAL_STARTUP = 16_384;
/** From (extended) standby, where the oscillator runs on: 6 CK. */
const STANDBY_STARTUP = 6;

/** Sleep modes: which clocks stop, and how long waking up takes. */
export class Sleep {
  /** Called when clkI/O stops (`true`) and starts again: timers, USARTs, SPI and ADC stand still. */
  onClockStop: (stopped: boolean) => void = () => {};
  /** Called when a sleep in ADC Noise Reduction mode begins, which starts a conversion. */
  onNoiseReduction: () => void = () => {};

  private readonly core: Core;
  private readonly description: SleepDescription;
  private mode: SleepMode = 'idle';

  constructor(core: Core, description: SleepDescription) {
    this.core = core;
    this.description = description;
    core.maySleep = () => ((core.data[this.description.SMCR] as number) & SE) !== 0;
    core.wakeCycles = () => startup(this.mode);
    core.onSleep = (asleep) => this.change(asleep);
  }

  reset(): void {
    this.mode = 'idle';
  }

  private change(asleep: boolean): void {
    if (asleep) this.mode = MODES[((this.core.data[this.description.SMCR] as number) >> 1) & 7] ?? 'idle';
    if (this.mode === 'adc-noise-reduction' && asleep) this.onNoiseReduction();
    if (startup(this.mode) > 0) this.onClockStop(asleep);
  }
}

function startup(mode: SleepMode): number {
  if (mode === 'power-down' || mode === 'power-save') return CRYSTAL_STARTUP;
  if (mode === 'standby' || mode === 'extended-standby') return STANDBY_STARTUP;
  return 0;
}
