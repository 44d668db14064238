import type { Core } from './core.ts';

/** Instructions between two searches: doubled after each one in vain, from the first to the second figure. */
const SHORTEST_PAUSE = 32;
const LONGEST_PAUSE = 4096;
/** A search is given up after so many visits to its address, or so many cycles: doubled in the same way. */
const VISITS = 256;
const SHORTEST_SEARCH = 2000;
const LONGEST_SEARCH = 64_000;

/**
 * Finds out that the firmware waits in a loop, and skips it. Exact, for loops of any length and shape:
 *
 * The chip is deterministic. If the CPU comes to the same address twice with the same registers and memory, and nothing
 * happened in between (`Core.activity`: no event, no interrupt, no access to I/O registers that have side effects or
 * change with time), then it will go on doing the same until the next event. As many whole passes as fit before that
 * event can be skipped. WDR is the exception: it has an effect, but one that skipping can make good.
 *
 * The search follows R. P. Brent's cycle detection: compare with a state remembered at the 1st, 2nd, 4th, 8th … visit
 * to one address picked at random times.
 */
export class Idle {
  /** Address (in words) under watch, or -1. */
  candidate = -1;
  /** Number of the instruction at which the next search begins. */
  due = SHORTEST_PAUSE;

  private readonly core: Core;
  private readonly state: Uint8Array;
  private cycles = 0;
  private activity = -1;
  private restarts = 0;
  private power = 1;
  private steps = 0;
  private visits = 0;
  private pause = SHORTEST_PAUSE;
  private patience = SHORTEST_SEARCH;
  private deadline = 0;

  constructor(core: Core) {
    this.core = core;
    this.state = new Uint8Array(core.data.length);
  }

  /** Starts a search at the address the CPU is at now. */
  begin(): void {
    const { core } = this;
    if (this.candidate >= 0) {
      // The count goes on during a search, at instructions away from the address under watch.
      if (core.cycles < this.deadline) this.due = core.instructions + this.pause;
      else this.giveUp();
      return;
    }
    if (!core.skipIdle || core.asleep) {
      this.due = core.instructions + LONGEST_PAUSE;
      return;
    }
    this.candidate = core.pc;
    this.visits = 0;
    this.deadline = core.cycles + this.patience;
    this.due = core.instructions + this.pause;
    this.remember(1);
  }

  /** The CPU has come to the address under watch; it may go no further than `until`. */
  visit(until: number): void {
    const { core } = this;
    if (core.asleep) return;
    if (++this.visits > VISITS || core.cycles > this.deadline) {
      this.giveUp();
      return;
    }
    if (this.activity !== core.activity) {
      this.remember(1);
      return;
    }
    if (this.unchanged()) {
      this.pause = SHORTEST_PAUSE;
      this.visits = 0;
      this.deadline = core.cycles + this.patience;
      const period = core.cycles - this.cycles;
      const passes = Math.floor((Math.min(core.schedule.next, until) - core.cycles - 1) / period);
      if (passes > 0) {
        core.skip(passes * period, core.watchdogRestarts !== this.restarts);
        this.deadline = core.cycles + this.patience;
        this.cycles = core.cycles;
        this.restarts = core.watchdogRestarts;
      }
      return;
    }
    this.steps += 1;
    if (this.steps === this.power) this.remember(this.power * 2);
  }

  private giveUp(): void {
    const { core } = this;
    this.candidate = -1;
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.due = core.instructions + this.pause;
    this.patience = this.patience < LONGEST_SEARCH ? this.patience * 2 : SHORTEST_SEARCH;
  }

  private remember(power: number): void {
    const { core } = this;
    this.state.set(core.data);
    this.cycles = core.cycles;
    this.activity = core.activity;
    this.restarts = core.watchdogRestarts;
    this.power = power;
    this.steps = 0;
  }

  private unchanged(): boolean {
    const { data } = this.core;
    const { state } = this;
    // Registers and SREG tell almost all states apart, cheaply.
    for (let address = 0; address < 32; address += 1) if (data[address] !== state[address]) return false;
    for (let address = 32; address < data.length; address += 1)
      if (data[address] !== state[address]) return false;
    return true;
  }
}
