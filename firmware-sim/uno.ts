import { Adc } from './adc.ts';
import { programOf } from './boot-section.ts';
import { Clock } from './clock.ts';
import { Core } from './core.ts';
import { Eeprom } from './eeprom.ts';
import { readEepromFile, writeEepromFile } from './eeprom-file.ts';
import { ExternalInterrupts } from './external-interrupts.ts';
import { McuControl } from './mcu-control.ts';
import { type Pace, Pacer } from './pace.ts';
import type { Pin } from './pin.ts';
import { boardPins } from './pins.ts';
import { PORTB, PORTC, PORTD, Port } from './port.ts';
import { attachPrescalerReset, Prescaler, PSRASY, PSRSYNC } from './prescaler.ts';
import { Reset } from './reset.ts';
import { ClockEvent } from './schedule.ts';
import { SelfProgramming } from './self-programming.ts';
import { SerialAdapter } from './serial-adapter.ts';
import { Sleep } from './sleep.ts';
import { Spi } from './spi.ts';
import { Timer } from './timer.ts';
import { TIMER0, TIMER1, TIMER2 } from './timer-config.ts';
import { Twi } from './twi.ts';
import { Usart } from './usart.ts';
import { Watchdog } from './watchdog.ts';

/** Crystal of an Uno in hertz. */
export const UNO_HERTZ = 16_000_000;

/** What a board is made with. */
export interface UnoOptions {
  /** Intel HEX text, or a flash image of up to 32768 bytes. */
  readonly firmware: string | Uint8Array;
  /**
   * Intel HEX text of a boot loader, from 0x7000 on: the board starts there after each reset. Default: none; the board
   * starts its firmware at once.
   */
  readonly bootLoader?: string | undefined;
  /** A file that keeps the EEPROM, or its first contents (1024 bytes). Default: erased, kept while the board exists. */
  readonly eeprom?: string | Uint8Array | undefined;
  /** Byte that fills SRAM and registers at power-on. Default: garbage, the same on every run. */
  readonly ram?: number | undefined;
}

/**
 * An Arduino Uno: ATmega328P at 16 MHz with its USB-serial converter, with or without a boot loader. Time is counted in CPU
 * cycles since the board was made and passes only while the board is run: by `runCycles` or `runUntil`, the same way
 * every time, or by itself after `start`.
 *
 * Not simulated: the analog comparator, ADC auto trigger sources other than free running,
 * timer 2's own crystal, TWI as a slave, the 65 ms start-up time after resets,
 * brown-out, and the bits of a frame at pins 0 and 1.
 */
export class Uno {
  readonly core: Core;
  readonly clock: Clock;
  readonly eeprom: Eeprom;
  readonly selfProgramming: SelfProgramming;
  readonly usart: Usart;
  readonly adc: Adc;
  /** The USB port. */
  readonly serial: SerialAdapter;
  /** Called after each reset, with its cause, before the first instruction. */
  readonly resets: Reset;
  /** Called when the power goes, by `powerOff` or at `eeprom.cutAt`. */
  onPowerOff: (() => void) | undefined;

  private readonly pins: ReadonlyMap<string, Pin>;
  private readonly pacer: Pacer;
  private readonly ram: number | undefined;
  private readonly eepromPath: string | undefined;
  /** The EEPROM has changed since its file was written. */
  private unkept = false;
  private on = false;

  constructor(options: UnoOptions) {
    const program = programOf(options.firmware, options.bootLoader);
    const core = new Core(program.flash);
    core.resetVector = program.resetStart / 2;
    this.core = core;
    this.ram = options.ram;
    this.clock = new Clock(core, UNO_HERTZ);
    const ports = { B: new Port(core, PORTB), C: new Port(core, PORTC), D: new Port(core, PORTD) };
    const control = new McuControl(core, Object.values(ports), program.bootStart);
    const prescaler = new Prescaler(core, PSRSYNC);
    const prescaler2 = new Prescaler(core, PSRASY);
    attachPrescalerReset(core, [prescaler, prescaler2]);
    const timers = [
      new Timer(core, TIMER0, prescaler, ports),
      new Timer(core, TIMER1, prescaler, ports),
      new Timer(core, TIMER2, prescaler2, ports),
    ] as const;
    this.pins = boardPins(ports, timers);
    const external = new ExternalInterrupts(core, ports);
    this.usart = new Usart(core);
    this.adc = new Adc(core, (channel) => this.pins.get(`A${channel}`)?.volts ?? 0);
    const memory = typeof options.eeprom === 'string' ? readEepromFile(options.eeprom) : options.eeprom;
    this.eeprom = new Eeprom(core, this.clock, () => this.lose(), memory);
    this.selfProgramming = new SelfProgramming(core, this.clock, program, this.eeprom);
    this.eeprom.flash = this.selfProgramming;
    const watchdog = new Watchdog(core, this.clock, () => this.resets.trigger('watchdog'));
    const sleep = new Sleep(core);
    const spi = new Spi(core, ports.B);
    const twi = new Twi(core, ports.C);
    sleep.onNoiseReduction = () => this.adc.start();
    sleep.onClockStop = (stopped) => {
      for (const clocked of [prescaler, prescaler2, this.usart, this.adc]) clocked.stopClock(stopped);
    };
    this.resets = new Reset(core, [
      this.clock,
      control,
      sleep,
      prescaler,
      prescaler2,
      ...timers,
      ...Object.values(ports),
      external,
      this.usart,
      spi,
      twi,
      this.adc,
      this.eeprom,
      this.selfProgramming,
      watchdog,
    ]);
    this.serial = new SerialAdapter(core, this.clock, this.usart, () => this.reset());
    this.pacer = new Pacer(this);
    // The idle transmit line of the USB chip.
    ports.D.drive(0, 1);
    core.onInput = () => this.pacer.wake();
    if (typeof options.eeprom === 'string') {
      this.eepromPath = options.eeprom;
      this.eeprom.onChange = () => {
        this.unkept = true;
      };
    }
    this.powerCycle();
  }

  /** CPU cycles since the board was made; see `clock` for seconds. */
  get cycles(): number {
    return this.core.cycles;
  }

  /** False after a power failure, until `powerCycle`: the board does nothing then, and running it returns at once. */
  get powered(): boolean {
    return this.on;
  }

  /** A pin by its Arduino name: '0' to '13', 'A0' to 'A5'. @throws RangeError for any other */
  pin(name: string): Pin {
    const pin = this.pins.get(name);
    if (pin === undefined) throw new RangeError(`an Uno has the pins 0 to 13 and A0 to A5, but no "${name}"`);
    return pin;
  }

  /** Runs for at least `cycles` cycles, to the end of the instruction. Returns how many it ran. */
  runCycles(cycles: number): number {
    const start = this.core.cycles;
    this.advance(cycles);
    this.keepEeprom();
    return this.core.cycles - start;
  }

  /** Runs as `runCycles` does, for the pacer: it keeps the EEPROM itself, once a turn and not once a byte. */
  advance(cycles: number): void {
    if (this.on) this.core.run(this.core.cycles + cycles);
  }

  /**
   * Writes the EEPROM's file if a byte has changed. Whatever a board does within one turn of the event loop, nobody else
   * has seen yet when the turn ends: a simulation killed before that was cut off earlier, no more.
   *
   * @throws EepromFileError if it cannot be written
   */
  keepEeprom(): void {
    if (!this.unkept || this.eepromPath === undefined) return;
    this.unkept = false;
    writeEepromFile(this.eepromPath, this.eeprom.memory);
  }

  /**
   * Runs until `predicate` holds after an instruction. Returns whether it did; false after `maxCycles` cycles or a power
   * failure. Stretches of sleep or idle looping count as one instruction.
   */
  runUntil(predicate: () => boolean, maxCycles: number): boolean {
    const end = this.core.cycles + maxCycles;
    let held = predicate();
    while (!held && this.on && this.core.cycles < end) {
      this.core.step(end);
      held = predicate();
    }
    this.keepEeprom();
    return held;
  }

  /** Calls `action` when the board has come to a cycle: before the first instruction that begins there or later. */
  at(cycle: number, action: () => void): void {
    this.core.schedule.add(new ClockEvent(action), Math.max(cycle, this.core.cycles));
  }

  /** Lets the board run by itself, until `stop`; see `Pace`. */
  start(pace: Pace = 'real-time'): void {
    this.pacer.start(pace);
  }

  /** Stops the board's own run; it stands still until run again. */
  stop(): void {
    this.pacer.stop();
  }

  /** The reset button, or DTR. */
  reset(): void {
    if (this.on) this.resets.trigger('external');
    this.core.touch();
  }

  /** Cuts the power now. `torn`: what an EEPROM operation under way leaves in its byte; default: what was there. */
  powerOff(torn?: number): void {
    this.eeprom.powerOff(torn);
    this.lose();
  }

  /** Power off, if it was on, and on again: SRAM and registers hold garbage, the EEPROM what it held. */
  powerCycle(): void {
    if (this.on) this.powerOff();
    const { data } = this.core;
    let garbage = 0x2545;
    for (const address of data.keys()) {
      garbage = (garbage * 0x6255 + 0x3619) & 0xffff;
      data[address] = this.ram ?? garbage >> 8;
    }
    this.on = true;
    this.serial.setPower(true);
    this.resets.trigger('power-on');
    this.core.touch();
  }

  private lose(): void {
    this.on = false;
    this.selfProgramming.powerOff();
    this.core.halt();
    this.keepEeprom();
    this.serial.setPower(false);
    this.onPowerOff?.();
  }
}
