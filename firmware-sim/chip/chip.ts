import { Adc } from './adc.ts';
import type { Program } from './boot-section.ts';
import { Clock } from './clock.ts';
import { Core } from './core.ts';
import type { ChipDescription } from './description.ts';
import { Eeprom } from './eeprom.ts';
import { ExternalInterrupts } from './external-interrupts.ts';
import { McuControl } from './mcu-control.ts';
import { Port, type Ports } from './port.ts';
import { attachPrescalerReset, Prescaler, PSRASY, PSRSYNC } from './prescaler.ts';
import { Reset } from './reset.ts';
import { SelfProgramming } from './self-programming.ts';
import { Sleep } from './sleep.ts';
import { Spi } from './spi.ts';
import { Timer } from './timer.ts';
import { Twi } from './twi.ts';
import { Usart } from './usart.ts';
import { Watchdog } from './watchdog.ts';

/** What a chip is connected to. */
export interface Surroundings {
  /** Frequency of the crystal in hertz. */
  readonly crystal: number;
  /** Voltage at an analog input when the ADC takes a sample. */
  readonly volts: (channel: number) => number;
  /** Called when `Eeprom.cutAt` cuts the power. */
  readonly onPowerCut: () => void;
}

/** A chip made as its description says: the CPU and its peripherals. */
export class Chip {
  readonly core: Core;
  readonly clock: Clock;
  readonly ports: Ports;
  readonly timers: readonly Timer[];
  readonly usarts: readonly Usart[];
  readonly adc: Adc;
  readonly eeprom: Eeprom;
  readonly selfProgramming: SelfProgramming;
  readonly resets: Reset;

  /** @param memory contents of the EEPROM; default: erased */
  constructor(
    description: ChipDescription,
    program: Program,
    { crystal, volts, onPowerCut }: Surroundings,
    memory: Uint8Array | undefined,
  ) {
    const core = new Core(program.flash, description.cpu);
    core.resetVector = program.resetStart / 2;
    this.core = core;
    const clock = new Clock(core, description.clock, crystal);
    this.clock = clock;
    const ports = new Map(
      Object.entries(description.ports).map(([letter, port]) => [letter, new Port(core, port)]),
    );
    this.ports = ports;
    const control = new McuControl(core, description.control, [...ports.values()], program.bootStart);
    const prescalers = { shared: new Prescaler(core, PSRSYNC), own: new Prescaler(core, PSRASY) };
    attachPrescalerReset(core, description.prescaler, Object.values(prescalers));
    this.timers = description.timers.map(
      (timer) => new Timer(core, timer, prescalers[timer.prescaler], ports),
    );
    const external = new ExternalInterrupts(core, description.external, ports);
    this.usarts = description.usarts.map((usart) => new Usart(core, usart));
    this.adc = new Adc(core, description.adc, volts);
    this.eeprom = new Eeprom(core, description.eeprom, clock, onPowerCut, memory);
    this.selfProgramming = new SelfProgramming(
      core,
      description.selfProgramming,
      clock,
      program,
      this.eeprom,
    );
    this.eeprom.flash = this.selfProgramming;
    const watchdog = new Watchdog(core, description.watchdog, clock, () => this.resets.trigger('watchdog'));
    const sleep = new Sleep(core, description.sleep);
    const spi = new Spi(core, description.spi, ports);
    const twi = new Twi(core, description.twi, ports);
    sleep.onNoiseReduction = () => this.adc.start();
    sleep.onClockStop = (stopped) => {
      for (const clocked of [...Object.values(prescalers), ...this.usarts, this.adc])
        clocked.stopClock(stopped);
    };
    this.resets = new Reset(core, description.reset, [
      clock,
      control,
      sleep,
      ...Object.values(prescalers),
      ...this.timers,
      ...ports.values(),
      external,
      ...this.usarts,
      spi,
      twi,
      this.adc,
      this.eeprom,
      this.selfProgramming,
      watchdog,
    ]);
  }
}
