import { CPU } from 'avr8js';
import { DecodedProgram } from './decode.ts';
import { execute } from './execute.ts';
import { Idle } from './idle.ts';
import { Schedule } from './schedule.ts';
import { SREG, SREG_I } from './status.ts';

/** Internal SRAM of the ATmega328P in bytes (datasheet section 8.3). */
export const SRAM_BYTES = 2048;

/** Called when something has happened. */
export type Listener = () => void;

/**
 * The AVR CPU: avr8js's instructions and registers under a run loop of our own, which does what avr8js 0.21 does not:
 *
 * - all clock events due are served, in order, each knowing its exact time (`eventCycle`);
 * - an interrupt takes four cycles (datasheet section 7.7.1; avr8js: two), and the instruction after the one that
 *   enabled interrupts always executes first (section 7.7);
 * - SLEEP sleeps; CBI takes two cycles (avr8js: one);
 * - a reset leaves no stale event or pending interrupt behind;
 * - a loop that provably does nothing is skipped up to the next event (`Idle`).
 */
export class Core extends CPU {
  /** Clock events by cycle. */
  readonly schedule = new Schedule();
  /** Instructions executed since power-on: the cost of a simulation, as opposed to the cycles it covers. */
  instructions = 0;
  /**
   * Counts everything that can make two passes through the same loop differ although registers and memory are equal:
   * events, interrupts, and accesses to I/O registers that have side effects or depend on time.
   */
  activity = 0;
  /** Counts WDR instructions, the one side effect a skipped loop may have. */
  watchdogRestarts = 0;
  /** Called when a sleep begins (`true`) and ends, with clkI/O stopped in all modes but Idle and ADC Noise Reduction. */
  onSleep: (asleep: boolean) => void = () => {};
  /** Called for a SLEEP instruction; answers whether the chip may sleep (SMCR.SE). */
  maySleep: () => boolean = () => false;
  /** Cycles from a wake-up to the first instruction beyond the interrupt's own four. */
  wakeCycles: () => number = () => 0;
  /** The SPM instruction. */
  onSpm: () => void = () => {};
  /** LPM from a byte address; answers what is read instead of the flash, if something is. */
  onLpm: (address: number) => number | undefined = () => undefined;
  /** Word addresses where resets go, and where the interrupt vectors begin. */
  resetVector = 0;
  vectors = 0;
  /** Called when something outside the chip has acted on it: whoever paces the board may want to run it. */
  onInput: () => void = () => {};
  /** Called when the core has skipped `cycles` in which the firmware executed WDR. */
  onWatchdogSkip: (cycles: number) => void = () => {};
  /** False executes every single pass of an idle loop; results are equal, only slower. */
  skipIdle = true;
  /** True between a SLEEP instruction and the interrupt or reset that ends it. */
  asleep = false;

  private limit = 0;
  private pending = 0;
  /** Number of the instruction that enabled interrupts last. */
  private enabledBy = 0;
  private readonly acknowledge: (Listener | undefined)[] = [];
  private readonly program: DecodedProgram;
  private readonly idle: Idle;

  constructor(flash: Uint8Array) {
    super(new Uint16Array(flash.slice().buffer), SRAM_BYTES);
    this.program = new DecodedProgram(this.progMem);
    this.idle = new Idle(this);
    this.writeHooks[SREG] = (value) => {
      this.setStatus(value);
      return true;
    };
  }

  /** Cycle at which the running instruction's write to an I/O register takes effect: OUT takes one cycle, others two. */
  get landing(): number {
    const event = this.schedule.current;
    if (event !== undefined) return event;
    const opcode = this.progMem[this.pc] ?? 0;
    return this.cycles + ((opcode & 0xf800) === 0xb800 ? 1 : 2);
  }

  /** The exact time of what happens now: that of the event being served, else the CPU's. */
  get now(): number {
    return this.schedule.current ?? this.cycles;
  }

  /** Runs until `cycles` reaches `until` or `halt` is called; the last instruction may overshoot by its own length. */
  run(until: number): void {
    this.limit = until;
    while (this.cycles < this.limit) this.step(this.limit, Number.POSITIVE_INFINITY);
  }

  /** Ends `run` after the current instruction. */
  halt(): void {
    this.limit = 0;
  }

  /**
   * Up to `most` instructions, or one stretch of sleep or idle loop, up to the next event and no further than `until`.
   */
  step(until: number, most = 1): void {
    if (this.asleep) {
      // An interrupt that something outside has raised since the last step wakes it now. Otherwise the CPU goes on at a
      // whole cycle, whenever within one an event on the serial line was.
      if (!this.wakes) this.cycles = Math.max(this.cycles, Math.ceil(Math.min(this.schedule.next, until)));
    } else {
      // Between an instruction that enabled interrupts and the first of them there is one more, and only one.
      const waiting = this.pending !== 0 && ((this.data[SREG] as number) & SREG_I) !== 0;
      const { candidate, due } = this.idle;
      const count = waiting ? 1 : Math.min(most, due - this.instructions);
      execute(this, this.program, Math.min(until, this.schedule.next), count, candidate);
    }
    if (this.schedule.next <= this.cycles) this.serve();
    if (this.pending !== 0) this.interruptIfEnabled();
    if (this.pc === this.idle.candidate) this.idle.visit(until);
    else if (this.instructions >= this.idle.due) this.idle.begin();
  }

  /** Something outside the chip acts on it. */
  touch(): void {
    this.activity += 1;
    this.onInput();
  }

  /** Makes interrupt `vector` (1 to 25) pending or not. The highest priority is the lowest number (section 12.4). */
  setPending(vector: number, pending: boolean): void {
    const bit = 1 << vector;
    const before = this.pending;
    this.pending = pending ? before | bit : before & ~bit;
    if (before !== this.pending) this.activity += 1;
  }

  /** `listener` is called when the CPU enters the vector, to clear the flag as the hardware does. */
  onAcknowledge(vector: number, listener: Listener): void {
    this.acknowledge[vector] = listener;
  }

  /** Registers a read hook. Pure reads depend on nothing but state that only events and writes change. */
  onRead(address: number, pure: boolean, hook: () => number): void {
    this.readHooks[address] = pure
      ? hook
      : () => {
          this.activity += 1;
          return hook();
        };
  }

  /**
   * Registers a write hook that stores the register itself. `mask` has the bits the instruction touches: on this chip
   * SBI and CBI leave all others alone, even flags cleared by writing one (section 7.4 of the register summary's notes).
   */
  onWrite(address: number, hook: (value: number, mask: number) => void): void {
    this.writeHooks[address] = (value, _old, _address, mask) => {
      this.activity += 1;
      hook(value, mask);
      return true;
    };
  }

  /** What a reset does to the CPU: I/O registers to 0, PC to the reset vector, SP to RAMEND; registers and SRAM stay. */
  restart(): void {
    this.data.fill(0, 0x20, 0x100);
    this.SP = this.data.length - 1;
    this.pc = this.resetVector;
    this.pending = 0;
    this.activity += 1;
    if (this.asleep) {
      this.asleep = false;
      this.onSleep(false);
    }
  }

  private serve(): void {
    this.activity += 1;
    this.schedule.serve(this.cycles);
  }

  /** One instruction passes between enabling interrupts and the first of them. */
  private interruptIfEnabled(): void {
    if (this.asleep) this.wake();
    const enabled = ((this.data[SREG] as number) & SREG_I) !== 0;
    if (enabled && this.instructions !== this.enabledBy && this.pending !== 0) this.interrupt();
  }

  /** Datasheet section 7.7.1: two cycles to push PC, two more until the first instruction at the vector. */
  private interrupt(): void {
    const vector = 31 - Math.clz32(this.pending & -this.pending);
    const sp = this.SP;
    this.data[sp] = this.pc & 0xff;
    this.data[sp - 1] = this.pc >> 8;
    this.SP = sp - 2;
    this.data[SREG] = (this.data[SREG] as number) & ~SREG_I;
    this.cycles += 4;
    this.pc = this.vectors + vector * 2;
    this.activity += 1;
    this.acknowledge[vector]?.();
  }

  /** An interrupt that is pending can wake the CPU. */
  private get wakes(): boolean {
    return this.pending !== 0 && ((this.data[SREG] as number) & SREG_I) !== 0;
  }

  private wake(): void {
    if (!this.wakes) return;
    // The oscillator starts up, with the clocks still off; then four cycles more than an interrupt takes anyway
    // (sections 10.1 and 7.7.1).
    this.cycles += this.wakeCycles();
    this.asleep = false;
    this.onSleep(false);
    this.cycles += 4;
    this.activity += 1;
  }

  /** Replaces words of the program from an address on. */
  replace(from: number, words: Uint16Array): void {
    this.progMem.set(words, from);
    this.program.set(words, from);
    this.activity += 1;
  }

  /** Used by instructions: writes SREG. */
  setStatus(value: number): void {
    if (value & ~(this.data[SREG] as number) & SREG_I) this.enabledBy = this.instructions + 1;
    this.data[SREG] = value;
  }

  /** The SLEEP instruction. */
  sleep(): void {
    if (!this.maySleep()) return;
    this.asleep = true;
    this.onSleep(true);
  }

  /** Used by `Idle`: jumps over whole passes of a loop. */
  skip(cycles: number, restartsWatchdog: boolean): void {
    this.cycles += cycles;
    if (restartsWatchdog) this.onWatchdogSkip(cycles);
  }
}
