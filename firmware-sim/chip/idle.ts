import type { Cpu } from './cpu.ts';

/** Instructions between two searches: minimum and maximum; doubled after each search that found nothing. */
const MIN_PAUSE_INSTRUCTIONS = 32;
const MAX_PAUSE_INSTRUCTIONS = 4096;
/** A search ends after this many visits to its address, or this many cycles; doubled in the same way. */
const VISITS = 256;
const MIN_SEARCH_CYCLES = 2000;
const MAX_SEARCH_CYCLES = 64_000;

/**
 * Finds loops in which the firmware waits, and skips them exactly, whatever their length and shape:
 *
 * The chip is deterministic. If the CPU comes to the same address twice with the same registers and memory, and nothing
 * happened in between (`Cpu.activity`: no event, no interrupt, no access to I/O registers that have side effects or
 * change with time), then it will go on doing the same until the next event. As many whole passes as fit before that
 * event can be skipped. WDR has an effect, too, but skipping can account for it.
 *
 * The search follows R. P. Brent's cycle detection: compare with a state remembered at the 1st, 2nd, 4th, 8th … visit
 * to one address picked at random times.
 */
export class Idle {
  /** Address (in words) under watch, or -1. */
  candidate = -1;
  /** Number of the instruction at which the next search begins, if there is none. */
  due = MIN_PAUSE_INSTRUCTIONS;
  /** Cycle at which a search ends. */
  deadline = 0;

  private readonly cpu: Cpu;
  private cycles = 0;
  private activity = -1;
  private restarts = 0;
  private power = 1;
  private steps = 0;
  private visits = 0;
  private pause = MIN_PAUSE_INSTRUCTIONS;
  private patience = MIN_SEARCH_CYCLES;

  constructor(cpu: Cpu) {
    this.cpu = cpu;
  }

  /** Starts a search at the address the CPU is at now. */
  begin(): void {
    const { cpu } = this;
    if (!cpu.skipIdle || cpu.asleep) {
      this.due = cpu.instructions + MAX_PAUSE_INSTRUCTIONS;
      return;
    }
    this.candidate = cpu.pc;
    this.visits = 0;
    this.deadline = cpu.cycles + this.patience;
    this.remember(1);
  }

  /** Called when the CPU is at the address under watch. It may skip at most to `until`. */
  visit(until: number): void {
    const { cpu } = this;
    if (cpu.asleep) return;
    if (++this.visits > VISITS || cpu.cycles > this.deadline) {
      this.giveUp();
      return;
    }
    if (this.activity !== cpu.activity) {
      this.remember(1);
      return;
    }
    if (cpu.engine.isAsRemembered) {
      this.pause = MIN_PAUSE_INSTRUCTIONS;
      this.visits = 0;
      this.deadline = cpu.cycles + this.patience;
      const period = cpu.cycles - this.cycles;
      const passes = Math.floor((Math.min(cpu.schedule.next, until) - cpu.cycles - 1) / period);
      if (passes > 0) {
        cpu.skip(passes * period, cpu.watchdogRestarts !== this.restarts);
        this.deadline = cpu.cycles + this.patience;
        this.cycles = cpu.cycles;
        this.restarts = cpu.watchdogRestarts;
      }
      return;
    }
    this.steps += 1;
    if (this.steps === this.power) this.remember(this.power * 2);
  }

  /** Ends a search that has found nothing. */
  giveUp(): void {
    const { cpu } = this;
    this.candidate = -1;
    this.pause = Math.min(this.pause * 2, MAX_PAUSE_INSTRUCTIONS);
    this.due = cpu.instructions + this.pause;
    this.patience = this.patience < MAX_SEARCH_CYCLES ? this.patience * 2 : MIN_SEARCH_CYCLES;
  }

  private remember(power: number): void {
    const { cpu } = this;
    cpu.engine.remember();
    this.cycles = cpu.cycles;
    this.activity = cpu.activity;
    this.restarts = cpu.watchdogRestarts;
    this.power = power;
    this.steps = 0;
  }
}
