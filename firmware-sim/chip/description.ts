import type { AdcDescription } from './adc.ts';
import type { FlashDescription } from './boot-section.ts';
import type { ClockDescription } from './clock.ts';
import type { CpuDescription } from './cpu.ts';
import type { EepromDescription } from './eeprom.ts';
import type { ExternalInterruptsDescription } from './external-interrupts.ts';
import type { McuControlDescription } from './mcu-control.ts';
import type { PortDescription } from './port.ts';
import type { PrescalerDescription } from './prescaler.ts';
import type { ResetDescription } from './reset.ts';
import type { SelfProgrammingDescription } from './self-programming.ts';
import type { SleepDescription } from './sleep.ts';
import type { SpiDescription } from './spi.ts';
import type { TimerDescription } from './timer-description.ts';
import type { TwiDescription } from './twi.ts';
import type { UsartDescription } from './usart.ts';
import type { WatchdogDescription } from './watchdog.ts';

/**
 * Everything that tells a chip from its relatives. Addresses are those of data memory; vectors count the reset's as 0.
 */
export interface ChipDescription {
  /** As the datasheet says it. */
  readonly name: string;
  readonly cpu: CpuDescription;
  readonly flash: FlashDescription;
  readonly clock: ClockDescription;
  readonly sleep: SleepDescription;
  readonly reset: ResetDescription;
  readonly control: McuControlDescription;
  readonly watchdog: WatchdogDescription;
  readonly eeprom: EepromDescription;
  readonly selfProgramming: SelfProgrammingDescription;
  /** By letter. */
  readonly ports: Readonly<Record<string, PortDescription>>;
  readonly external: ExternalInterruptsDescription;
  readonly prescaler: PrescalerDescription;
  readonly timers: readonly TimerDescription[];
  readonly usarts: readonly UsartDescription[];
  readonly spi: SpiDescription;
  readonly twi: TwiDescription;
  readonly adc: AdcDescription;
}
