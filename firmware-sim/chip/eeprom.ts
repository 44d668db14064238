import type { Clock } from './clock.ts';
import type { Core } from './core.ts';
import { ClockEvent } from './schedule.ts';
import type { SelfProgramming } from './self-programming.ts';

/** Size and registers of the EEPROM (datasheet sections 8.4 and 8.6), and its interrupt. */
export interface EepromDescription {
  readonly bytes: number;
  readonly EECR: number;
  readonly EEDR: number;
  readonly EEARL: number;
  readonly EEARH: number;
  readonly vector: number;
}

const EERE = 1 << 0;
const EEPE = 1 << 1;
const EEMPE = 1 << 2;
const EERIE = 1 << 3;
const EEPM = 0x30;
const EEPM_WRITE_ONLY = 0x20;
const EEPM_RESERVED = 0x30;

/** Programming times in seconds (table 8-1): erase and write in one operation 3.4 ms, either alone 1.8 ms. */
const ATOMIC_STEP = 1.7e-3;
const SINGLE_STEP = 1.8e-3;
/** Cycles in which EEPE must follow EEMPE. */
const MASTER_WINDOW = 4;

/** One step of programming a byte. "Erase and write in one operation" is an erase and, 1.7 ms later, a program. */
export interface EepromOperation {
  /** Counts from 1 since the power was last switched on. */
  readonly number: number;
  /** Erasing sets all bits of a byte; programming clears those that are 0 in `data`. */
  readonly kind: 'erase' | 'program';
  /** From 0 on. */
  readonly address: number;
  /** The byte before and, if nothing happens, after the operation. */
  readonly before: number;
  readonly after: number;
}

/** Where to cut the power. */
export interface PowerCut {
  /** The number of the operation, see `EepromOperation.number`. */
  readonly operation: number;
  /** Just before it begins, half-way through it, or just after it has ended. */
  readonly phase: 'before' | 'middle' | 'after';
  /** What an operation cut in the middle leaves in its byte, 0 to 255. Default: the byte as it was. */
  readonly torn?: number;
}

/** EEPROM (datasheet section 8.4), with power failures at any point of any operation. */
export class Eeprom {
  /** The cells. They keep their contents through resets and power cycles. */
  readonly memory: Uint8Array;
  /** Called when the firmware has read a byte. */
  onRead: ((address: number, value: number) => void) | undefined;
  /** Called when an operation begins. */
  onOperation: ((operation: EepromOperation) => void) | undefined;
  /** Called after a cell has changed, or may have. */
  onChange: (() => void) | undefined;
  /** The flash; while it is being programmed the EEPROM is not (section 8.6.3). */
  flash: Pick<SelfProgramming, 'busy' | 'forget'> | undefined;
  /** Operations begun since power-on. */
  operations = 0;

  private readonly core: Core;
  private readonly description: EepromDescription;
  private readonly clock: Clock;
  private readonly onPowerCut: () => void;
  private cut: PowerCut | undefined;
  private running: EepromOperation | undefined;
  private next: { kind: 'erase' | 'program'; data: number } | undefined;
  private stepCycles = 0;
  private masterUntil = 0;
  private readonly step = new ClockEvent(() => this.complete());
  private readonly middle = new ClockEvent(() => this.tear(this.cut?.torn));

  constructor(
    core: Core,
    description: EepromDescription,
    clock: Clock,
    onPowerCut: () => void,
    memory?: Uint8Array,
  ) {
    this.core = core;
    this.description = description;
    this.clock = clock;
    this.onPowerCut = onPowerCut;
    this.memory = memory ?? new Uint8Array(description.bytes).fill(0xff);
    if (this.memory.length !== description.bytes) {
      throw new RangeError(`EEPROM: expected ${description.bytes} bytes, got ${this.memory.length}`);
    }
    core.onWrite(this.description.EECR, (value, mask) => this.write(value, mask));
    core.onRead(this.description.EECR, true, () => this.control());
  }

  /** True while a byte is being programmed. */
  get busy(): boolean {
    return this.running !== undefined;
  }

  /** Cuts the power at an operation to come. `undefined` takes the order back. Holds until it has happened. */
  cutAt(cut: PowerCut | undefined): void {
    if (cut !== undefined && (!Number.isInteger(cut.operation) || cut.operation < 1)) {
      throw new RangeError(`operation to cut the power at: expected 1 or more, got ${cut.operation}`);
    }
    this.cut = cut;
  }

  /** A reset takes back nothing: an operation begun is completed (section 8.4.2). */
  reset(): void {
    this.masterUntil = 0;
    this.update();
  }

  /** Power is off: an operation under way stays undone, its byte as `torn` says, by default as it was. */
  powerOff(torn?: number): void {
    if (this.running !== undefined && torn !== undefined) {
      this.memory[this.running.address] = torn;
      this.onChange?.();
    }
    this.core.schedule.cancel(this.step);
    this.core.schedule.cancel(this.middle);
    this.running = undefined;
    this.next = undefined;
    this.operations = 0;
  }

  private control(): number {
    const { core } = this;
    const stored = core.data[this.description.EECR] as number;
    if (core.cycles <= this.masterUntil) return stored | EEMPE;
    core.listenToReads(this.description.EECR, false);
    return stored;
  }

  private write(value: number, mask: number): void {
    const { core } = this;
    const master = core.landing <= this.masterUntil;
    // EEPM bits cannot be changed while programming (section 8.6.3).
    const kept = this.running ? (core.data[this.description.EECR] as number) & EEPM : value & EEPM;
    core.data[this.description.EECR] = kept | (value & EERIE) | (this.running ? EEPE : 0);
    if (value & mask & EEPE && master && !this.running) this.program();
    else if (value & mask & EERE && !this.running) this.read();
    if (value & EEMPE && !master) {
      this.masterUntil = core.landing + MASTER_WINDOW;
      core.listenToReads(this.description.EECR, true);
    }
    this.update();
  }

  private get address(): number {
    const { data } = this.core;
    return (
      ((data[this.description.EEARH] as number) * 256 + (data[this.description.EEARL] as number)) %
      this.description.bytes
    );
  }

  private read(): void {
    const value = this.memory[this.address] as number;
    this.core.data[this.description.EEDR] = value;
    this.onRead?.(this.address, value);
    // Section 8.6.3, EERE: the CPU is halted for four cycles.
    this.core.cycles += 4;
  }

  private program(): void {
    const { core } = this;
    const mode = (core.data[this.description.EECR] as number) & EEPM;
    this.masterUntil = 0;
    if (mode === EEPM_RESERVED || this.flash?.busy) return;
    this.flash?.forget();
    const data = core.data[this.description.EEDR] as number;
    const seconds = mode === 0 ? ATOMIC_STEP : SINGLE_STEP;
    this.stepCycles = Math.round(seconds * this.clock.frequency);
    // Section 8.6.3, EEPE: the CPU is halted for two cycles.
    core.cycles += 2;
    this.next = mode === 0 ? { kind: 'program', data } : undefined;
    this.begin(mode === EEPM_WRITE_ONLY ? 'program' : 'erase', this.address, data);
  }

  private begin(kind: 'erase' | 'program', address: number, data: number): void {
    const { core } = this;
    const before = this.memory[address] as number;
    this.operations += 1;
    this.running = {
      number: this.operations,
      kind,
      address,
      before,
      after: kind === 'erase' ? 0xff : before & data,
    };
    this.onOperation?.(this.running);
    const phase = this.cut?.operation === this.operations ? this.cut.phase : undefined;
    if (phase === 'before') {
      this.tear(undefined);
      return;
    }
    if (phase === 'middle') core.schedule.add(this.middle, core.now + this.stepCycles / 2);
    core.schedule.add(this.step, core.now + this.stepCycles);
  }

  private complete(): void {
    const { running, next } = this;
    if (running === undefined) return;
    this.memory[running.address] = running.after;
    this.onChange?.();
    if (this.cut?.operation === running.number && this.cut.phase === 'after') {
      this.tear(undefined);
    } else if (next !== undefined) {
      this.next = undefined;
      this.begin(next.kind, running.address, next.data);
    } else {
      this.running = undefined;
      this.update();
    }
  }

  private tear(torn: number | undefined): void {
    this.cut = undefined;
    this.powerOff(torn);
    this.onPowerCut();
  }

  /** EEPE says whether a byte is being programmed. The EEPROM Ready interrupt is a level: pending while none is. */
  private update(): void {
    const { core } = this;
    const { EECR, vector } = this.description;
    const stored = (core.data[EECR] as number) & ~EEPE;
    core.data[EECR] = stored | (this.running ? EEPE : 0);
    core.setPending(vector, (stored & EERIE) !== 0 && this.running === undefined);
  }
}
