import type { Program } from './boot-section.ts';
import type { Clock } from './clock.ts';
import type { Core } from './core.ts';
import { ClockEvent } from './schedule.ts';
import { RAMPZ } from './status.ts';

/**
 * Store Program Memory Control and Status Register (datasheet section 27.9.1), interrupt, and how the flash is divided.
 */
export interface SelfProgrammingDescription {
  readonly SPMCSR: number;
  readonly vector: number;
  readonly pageWords: number;
  /** Words that cannot be read while others of them are programmed; above, the CPU stands still instead. */
  readonly readWhileWriteWords: number;
  readonly signature: readonly [number, number, number];
}

const SPMIE = 1 << 7;
const RWWSB = 1 << 6;
const SIGRD = 1 << 5;
const RWWSRE = 1 << 4;
const BLBSET = 1 << 3;
const PGWRT = 1 << 2;
const PGERS = 1 << 1;
const SPMEN = 1 << 0;

/** What SPMEN may be written together with; all else has no effect. */
const COMMANDS = [SPMEN, SPMEN | PGERS, SPMEN | PGWRT, SPMEN | BLBSET, SPMEN | RWWSRE, SPMEN | SIGRD];
/** Cycles in which SPM, or LPM, must follow. */
const WINDOW = 4;
/** Seconds that a page erase, a page write, and a write of lock bits take at most (table 27-6). */
const OPERATION = 4.5e-3;

const ERASED = 0xffff;

/** Lock bits (table 27-2, 27-3): a zero keeps SPM off the application section, or off the boot loader section. */
const BLB01 = 1 << 2;
const BLB11 = 1 << 4;
const BOOT_LOCK_BITS = 0x3c;

/** Oscillator calibration in the signature row, at 1; the device signature is at 0, 2 and 4 (table 27-5). */
const CALIBRATION = 0x9e;

/** What the EEPROM and the flash keep each other from (sections 8.6.3 and 27.8.8). */
export interface EepromInterlock {
  readonly busy: boolean;
}

/**
 * Self-programming (datasheet chapter 27): the page buffer, page erase and page write from the boot loader section,
 * with the read-while-write section away while one of its pages is programmed; boot lock bits, fuses, signature. Not
 * simulated: lock bits that keep one section from reading the other.
 */
export class SelfProgramming {
  /** The flash as it is, in words; what the CPU reads lacks the read-while-write section while that is busy. */
  readonly flash: Uint16Array;
  lockBits: number;

  private readonly core: Core;
  private readonly description: SelfProgrammingDescription;
  private readonly clock: Clock;
  private readonly program: Program;
  private readonly eeprom: EepromInterlock;
  private readonly done = new ClockEvent(() => this.complete());
  private readonly buffer: Uint16Array;
  /** Words of the buffer that were filled; each can be, once. */
  private readonly filled = new Set<number>();
  private command = 0;
  private windowUntil = 0;
  private hidden = false;
  private finish: (() => void) | undefined;

  constructor(
    core: Core,
    description: SelfProgrammingDescription,
    clock: Clock,
    program: Program,
    eeprom: EepromInterlock,
  ) {
    this.core = core;
    this.description = description;
    this.buffer = new Uint16Array(description.pageWords).fill(ERASED);
    this.clock = clock;
    this.program = program;
    this.eeprom = eeprom;
    this.lockBits = program.lockBits;
    this.flash = core.progMem.slice();
    core.onSpm = () => this.store();
    core.onLpm = (address) => this.load(address);
    core.onRead(this.description.SPMCSR, true, () => this.status());
    core.onWrite(this.description.SPMCSR, (value) => this.write(value));
  }

  /** True while flash or lock bits are being programmed. */
  get busy(): boolean {
    return this.finish !== undefined;
  }

  /** What was filled into the page buffer is lost. */
  forget(): void {
    this.buffer.fill(ERASED);
    this.filled.clear();
  }

  /** An operation begun is completed. */
  reset(): void {
    if (this.busy) this.complete();
    this.forget();
    this.windowUntil = 0;
    this.show();
    this.update();
  }

  /** Power is off: an operation under way stays undone. */
  powerOff(): void {
    this.core.schedule.cancel(this.done);
    this.finish = undefined;
  }

  private get isOpen(): boolean {
    return this.core.cycles <= this.windowUntil;
  }

  private status(): number {
    const stored = (this.core.data[this.description.SPMCSR] as number) & SPMIE;
    return stored | (this.hidden ? RWWSB : 0) | (this.isOpen || this.busy ? this.command : 0);
  }

  private write(value: number): void {
    const { core } = this;
    if (this.eeprom.busy) return;
    core.data[this.description.SPMCSR] = value & SPMIE;
    const command = value & ~(SPMIE | RWWSB);
    if (!this.busy && COMMANDS.includes(command)) {
      this.command = command;
      this.windowUntil = core.landing + WINDOW;
      core.asksOnLpm = (command & (BLBSET | SIGRD)) !== 0;
    }
    this.update();
  }

  /** The SPM instruction. It works in the boot loader section only. */
  private store(): void {
    const { core, command } = this;
    if (!this.isOpen || this.busy || core.pc * 2 < this.program.bootStart) return;
    this.windowUntil = 0;
    core.activity += 1;
    const z = core.dataView.getUint16(30, true) | (core.pc22Bits ? (core.data[RAMPZ] as number) << 16 : 0);
    const word = core.dataView.getUint16(0, true);
    if (command === SPMEN) this.fill((z >> 1) % this.description.pageWords, word);
    else if (command & RWWSRE) this.enableReading();
    else if (command & BLBSET) this.programLockBits(word & 0xff);
    else if (command & (PGERS | PGWRT))
      this.programPage((z >> 1) & ~(this.description.pageWords - 1) & (this.flash.length - 1));
    this.update();
  }

  private fill(index: number, word: number): void {
    this.show();
    if (this.filled.has(index)) return;
    this.filled.add(index);
    this.buffer[index] = word;
  }

  private enableReading(): void {
    this.forget();
    this.show();
  }

  private programPage(page: number): void {
    const writes = (this.command & PGWRT) !== 0;
    const boot = page * 2 >= this.program.bootStart;
    if (!(this.lockBits & (boot ? BLB11 : BLB01))) return;
    this.begin(page >= this.description.readWhileWriteWords, () => {
      const words = this.flash.subarray(page, page + this.description.pageWords);
      // Writing clears bits; only erasing sets them.
      for (const [at, word] of words.entries())
        words[at] = writes ? word & (this.buffer[at] as number) : ERASED;
      if (writes) this.forget();
      if (!this.hidden || page >= this.description.readWhileWriteWords)
        this.reveal(page, page + this.description.pageWords);
    });
    if (page < this.description.readWhileWriteWords) this.hide();
  }

  private programLockBits(bits: number): void {
    const kept = bits | ~BOOT_LOCK_BITS;
    this.begin(true, () => {
      this.lockBits &= kept;
    });
  }

  /** Starts an operation; `halts`: the CPU stands still until it has ended. */
  private begin(halts: boolean, finish: () => void): void {
    const { core } = this;
    const cycles = Math.round(OPERATION * this.clock.frequency);
    this.finish = finish;
    if (halts) {
      core.cycles += cycles;
      this.complete();
    } else {
      core.schedule.add(this.done, core.cycles + cycles);
    }
  }

  private complete(): void {
    this.core.schedule.cancel(this.done);
    const { finish } = this;
    this.finish = undefined;
    finish?.();
    this.update();
  }

  private hide(): void {
    this.hidden = true;
    this.core.replace(0, new Uint16Array(this.description.readWhileWriteWords).fill(ERASED));
  }

  private show(): void {
    if (!this.hidden) return;
    this.hidden = false;
    this.reveal(0, this.description.readWhileWriteWords);
  }

  private reveal(from: number, to: number): void {
    this.core.replace(from, this.flash.subarray(from, to));
  }

  /** LPM: after BLBSET or SIGRD it reads fuses, lock bits or signature (sections 27.8.9 and 27.8.10). */
  private load(address: number): number | undefined {
    this.core.asksOnLpm = false;
    if (!this.isOpen || !(this.command & (BLBSET | SIGRD))) return undefined;
    this.windowUntil = 0;
    if (this.command & SIGRD) {
      if (address === 1) return CALIBRATION;
      return (address % 2 === 0 ? this.description.signature[address / 2] : undefined) ?? 0xff;
    }
    const { low, high, extended } = this.program.fuses;
    return [low, this.lockBits, extended, high][address & 3];
  }

  /** The SPM interrupt is a level: pending as long as nothing is being programmed. */
  private update(): void {
    this.core.setPending(
      this.description.vector,
      ((this.core.data[this.description.SPMCSR] as number) & SPMIE) !== 0 && !this.busy,
    );
  }
}
