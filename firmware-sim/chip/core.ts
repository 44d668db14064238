import { Cpu, type CpuDescription } from './cpu.ts';
import { BEFORE_OTHER, CYCLES, ENABLED, INSTRUCTIONS, PC, RESTARTED_AT, RESTARTS } from './engine.ts';
import { Idle } from './idle.ts';
import { executeOther } from './instructions.ts';
import { pushLong, pushShort } from './return-address.ts';
import { SREG, SREG_I } from './status.ts';

/** Called when something has happened. */
export type Listener = () => void;

/** Words of an entry of the vector table. */
const VECTOR_WORDS = 2;

/**
 * Maxima of one go of `run`: V8 gives the machine code that it has made meanwhile to later calls only. Sums of cycles
 * stay within 32 bits.
 */
const MAX_INSTRUCTIONS = 4096;
const MAX_CYCLES = 2 ** 30;

/**
 * The AVR CPU: avr8js's instructions and registers under a run loop of our own, which does what avr8js 0.21 does not:
 *
 * - all clock events due are served, in order, each knowing its exact time (`eventCycle`);
 * - an interrupt takes four cycles, five with return addresses of three bytes (section 7.7.1 of the ATmega328P's
 *   datasheet, 7.8.1 of the ATmega2560's; avr8js: two), and the instruction after the one that enabled interrupts
 *   always executes first (section 7.7);
 * - SLEEP sleeps; CBI takes two cycles (avr8js: one);
 * - a reset leaves no stale event or pending interrupt behind;
 * - a loop that provably does nothing is skipped up to the next event (`Idle`).
 */
export class Core extends Cpu {
  /** Cycles from a wake-up to the first instruction beyond the interrupt's own. */
  wakeCycles: () => number = () => 0;
  /** Word addresses where resets go, and where the interrupt vectors begin. */
  resetVector = 0;
  vectors = 0;

  // Not a whole number, as `until` may be: a field that changes its kind costs all that V8 has compiled with it.
  private limit = Number.NEGATIVE_INFINITY;
  /** 1 for each vector that is pending, and how many are. */
  private readonly pending: Uint8Array;
  private waiting = 0;
  private readonly interruptCycles: number;
  private readonly acknowledge: (Listener | undefined)[] = [];
  private readonly idle: Idle;

  constructor(flash: Uint8Array, description: CpuDescription) {
    super(flash, description);
    this.pending = new Uint8Array(description.vectors);
    this.interruptCycles = this.pc22Bits ? 5 : 4;
    this.idle = new Idle(this);
  }

  /** Runs until `cycles` reaches `until` or `halt` is called; the last instruction may overshoot by its own length. */
  run(until: number): void {
    this.limit = until;
    while (this.cycles < this.limit) this.step(this.limit, MAX_INSTRUCTIONS);
  }

  /** Ends `run` after the current instruction. */
  halt(): void {
    this.limit = 0;
  }

  /**
   * Up to `maxInstructions`, or one stretch of sleep or idle loop, up to the next event and no further than `until`.
   */
  step(until: number, maxInstructions = 1): void {
    if (this.asleep) {
      // An interrupt that something outside has raised since the last step wakes it now. Otherwise the CPU goes on at a
      // whole cycle, whenever within one an event on the serial line was.
      if (!this.wakes) this.cycles = Math.max(this.cycles, Math.ceil(Math.min(this.schedule.next, until)));
    } else {
      const { candidate, due, deadline } = this.idle;
      const isSearching = candidate >= 0;
      // Between an instruction that enabled interrupts and the first of them there is one more, and only one.
      const max = isSearching ? maxInstructions : Math.min(maxInstructions, due - this.instructions);
      const next = Math.min(until, this.schedule.next);
      this.execute(isSearching ? Math.min(next, deadline) : next, this.wakes ? 1 : max, candidate);
    }
    if (this.schedule.next <= this.cycles) this.serve();
    if (this.waiting !== 0) this.interruptIfEnabled();
    this.rest(until);
  }

  /**
   * Executes instructions: at least one, and on until the cycles reach `until`, `maxInstructions` are done, the program
   * counter is at `watch`, or one was executed that concerns more than registers and memory.
   */
  private execute(until: number, maxInstructions: number, watch: number): void {
    const { engine } = this;
    const { numbers } = engine;
    numbers[PC] = this.pc;
    const cycles = Math.ceil(Math.min(until - this.cycles, MAX_CYCLES));
    const ended = engine.run(cycles, maxInstructions, watch, this.waiting);
    this.pc = numbers[PC] as number;
    if (numbers[RESTARTS] !== 0) {
      this.watchdogRestarts += numbers[RESTARTS] as number;
      this.onWatchdogRestart(this.cycles + (numbers[RESTARTED_AT] as number));
    }
    this.cycles += numbers[CYCLES] as number;
    this.instructions += numbers[INSTRUCTIONS] as number;
    if (ended === BEFORE_OTHER) {
      executeOther(this);
      this.instructions += 1;
    } else if (ended === ENABLED) this.enabledBy = this.instructions;
  }

  /** Looks for loops in which the firmware waits. */
  private rest(until: number): void {
    const { idle } = this;
    if (idle.candidate < 0) {
      if (this.instructions >= idle.due) idle.begin();
    } else if (this.pc === idle.candidate) idle.visit(until);
    else if (this.cycles >= idle.deadline) idle.giveUp();
  }

  /** Makes interrupt `vector`, from 1 on, pending or not. The highest priority is the lowest number (section 12.4). */
  setPending(vector: number, pending: boolean): void {
    const value = pending ? 1 : 0;
    if (this.pending[vector] === value) return;
    this.pending[vector] = value;
    this.waiting += pending ? 1 : -1;
    this.activity += 1;
  }

  /** `listener` is called when the CPU enters the vector, to clear the flag as the hardware does. */
  onAcknowledge(vector: number, listener: Listener): void {
    this.acknowledge[vector] = listener;
  }

  /**
   * What a reset does to the CPU: I/O registers to 0, PC to the reset vector, SP to RAMEND; registers and SRAM stay.
   */
  restart(): void {
    this.data.fill(0, 0x20, this.sramStart);
    this.SP = this.data.length - 1;
    this.pc = this.resetVector;
    this.pending.fill(0);
    this.waiting = 0;
    this.activity += 1;
    if (this.asleep) {
      this.asleep = false;
      this.onSleep(false);
    }
  }

  /** Replaces words of the program from an address on. */
  replace(from: number, words: Uint16Array): void {
    this.progMem.set(words, from);
    this.engine.forget(from, words.length);
    this.activity += 1;
  }

  private serve(): void {
    this.activity += 1;
    this.schedule.serve(this.cycles);
  }

  /** One instruction passes between enabling interrupts and the first of them. */
  private interruptIfEnabled(): void {
    if (this.asleep) this.wake();
    if (this.wakes && this.instructions !== this.enabledBy) this.interrupt();
  }

  /** The program counter is pushed, and the CPU goes to the vector. */
  private interrupt(): void {
    const vector = this.pending.indexOf(1);
    (this.pc22Bits ? pushLong : pushShort)(this.data, this.pc);
    this.data[SREG] = (this.data[SREG] as number) & ~SREG_I;
    this.cycles += this.interruptCycles;
    this.pc = this.vectors + vector * VECTOR_WORDS;
    this.activity += 1;
    this.acknowledge[vector]?.();
  }

  /** An interrupt that is pending can wake the CPU. */
  private get wakes(): boolean {
    return this.waiting !== 0 && ((this.data[SREG] as number) & SREG_I) !== 0;
  }

  private wake(): void {
    if (!this.wakes) return;
    // The oscillator starts up, with the clocks still off; then as many cycles more as an interrupt takes anyway
    // (sections 10.1 and 7.7.1).
    this.cycles += this.wakeCycles();
    this.asleep = false;
    this.onSleep(false);
    this.cycles += this.interruptCycles;
    this.activity += 1;
  }
}
