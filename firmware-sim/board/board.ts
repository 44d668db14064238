import type { Adc } from '../chip/adc.ts';
import { programOf } from '../chip/boot-section.ts';
import { Chip } from '../chip/chip.ts';
import type { Clock } from '../chip/clock.ts';
import type { Core } from '../chip/core.ts';
import type { Eeprom } from '../chip/eeprom.ts';
import type { Reset } from '../chip/reset.ts';
import { ClockEvent } from '../chip/schedule.ts';
import type { SelfProgramming } from '../chip/self-programming.ts';
import type { Usart } from '../chip/usart.ts';
import type { BoardDescription } from './description.ts';
import { readEepromFile, writeEepromFile } from './eeprom-file.ts';
import { type Pace, Pacer } from './pace.ts';
import type { Pin } from './pin.ts';
import { boardPins } from './pins.ts';
import { SerialAdapter } from './serial-adapter.ts';

/** What a board is made with. */
export interface BoardOptions {
  /** Intel HEX text, or a flash image, as long as the flash at most: 32768 bytes on an Uno. */
  readonly firmware: string | Uint8Array;
  /**
   * Intel HEX text of a boot loader, from 0x7000 on (of an Uno): the board starts there after each reset. Default:
   * none; the board starts its firmware at once.
   */
  readonly bootLoader?: string | undefined;
  /**
   * A file that keeps the EEPROM, or its first contents (1024 bytes on an Uno). Default: erased, kept while the board
   * exists.
   */
  readonly eeprom?: string | Uint8Array | undefined;
  /** Byte that fills SRAM and registers at power-on. Default: garbage, the same on every run. */
  readonly ram?: number | undefined;
}

/**
 * An Arduino: its chip at its crystal's frequency with its USB-serial converter, with or without a boot loader. Time is
 * counted in CPU cycles since the board was made and passes only while the board is run: by `runCycles` or `runUntil`,
 * the same way every time, or by itself after `start`.
 *
 * Not simulated: the analog comparator, ADC auto trigger sources other than free running,
 * timer 2's own crystal, TWI as a slave, the 65 ms start-up time after resets,
 * brown-out, and the bits of a frame at the USART's pins.
 */
export class Board {
  /** @internal */
  readonly description: BoardDescription;
  /** @internal */
  readonly chip: Chip;
  readonly core: Core;
  readonly clock: Clock;
  readonly eeprom: Eeprom;
  readonly selfProgramming: SelfProgramming;
  /** The one behind the USB port. */
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

  constructor(description: BoardDescription, options: BoardOptions) {
    this.description = description;
    this.ram = options.ram;
    const program = programOf(description.chip.flash, options.firmware, options.bootLoader);
    const { eeprom } = options;
    const chip = new Chip(
      description.chip,
      program,
      {
        crystal: description.hertz,
        volts: (channel) => this.pins.get(`A${channel}`)?.volts ?? 0,
        onPowerCut: () => this.lose(),
      },
      typeof eeprom === 'string' ? readEepromFile(eeprom, description.chip) : eeprom,
    );
    this.chip = chip;
    const { core, clock } = chip;
    this.core = core;
    this.clock = clock;
    this.eeprom = chip.eeprom;
    this.selfProgramming = chip.selfProgramming;
    this.adc = chip.adc;
    this.resets = chip.resets;
    this.pins = boardPins(description, chip);
    this.usart = chip.usarts[description.usart] as Usart;
    this.serial = new SerialAdapter(core, clock, this.usart, () => this.reset());
    this.pacer = new Pacer(this);
    // The idle transmit line of the USB chip.
    this.pin('0').drive(1);
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

  /** All pins, by their Arduino names. */
  get pinNames(): readonly string[] {
    return [...this.pins.keys()];
  }

  /** A pin by its Arduino name: of an Uno '0' to '13', 'A0' to 'A5'. @throws RangeError for any other */
  pin(name: string): Pin {
    const pin = this.pins.get(name);
    if (pin === undefined) {
      const { digital, analog } = this.description;
      const known = `0 to ${digital.length - 1} and A0 to A${analog.length - 1}`;
      throw new RangeError(`pin of ${this.description.name}: expected ${known}, got "${name}"`);
    }
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
   * Writes the EEPROM's file if a byte has changed. Whatever a board does within one turn of the event loop, nobody
   * else has seen yet when the turn ends: a simulation killed before that was cut off earlier, no more.
   *
   * @throws EepromFileError if it cannot be written
   */
  keepEeprom(): void {
    if (!this.unkept || this.eepromPath === undefined) return;
    this.unkept = false;
    writeEepromFile(this.eepromPath, this.eeprom.memory);
  }

  /**
   * Runs until `predicate` holds after an instruction. Returns whether it did; false after `maxCycles` cycles or a
   * power failure. Stretches of sleep or idle looping count as one instruction.
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
