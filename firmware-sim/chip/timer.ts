import type { Core } from './core.ts';
import { Counter } from './counter.ts';
import { onPin, type Ports } from './port.ts';
import type { Prescaler } from './prescaler.ts';
import { ClockEvent } from './schedule.ts';
import type { TimerDescription } from './timer-description.ts';
import { ICF, TimerFlags } from './timer-flags.ts';
import { TimerRegisters } from './timer-registers.ts';
import type { Waveform } from './waveform.ts';

/** CSn2:0: clock from pin Tn. */
const CLOCK_FALLING = 6;
const CLOCK_RISING = 7;
/** TCCRnB of 16-bit timers. */
const ICES = 1 << 6;
/** Force bit of channel A; those of the next are below it. */
const FOC = 1 << 7;
/** Where COMnA1:0 begin in TCCRnA; those of the next channel are below them. */
const COM = 6;

/**
 * Timer/Counter (datasheet chapters 15, 16, 18) in place of avr8js's, which needs an event for every tick and so never
 * lets a waiting chip rest. This one counts when it is looked at, and schedules an event only for a tick that sets a
 * flag or changes a pin; both then happen at their exact cycle.
 */
export class Timer {
  private readonly core: Core;
  private readonly description: TimerDescription;
  private readonly prescaler: Prescaler;
  private readonly counter: Counter;
  private readonly flags: TimerFlags;
  private readonly registers: TimerRegisters;
  private readonly event = new ClockEvent(() => this.change(this.core.now, () => {}));
  /** Ticks of the prescaler that have been counted. */
  private ticks = 0;
  private divider = 0;

  constructor(core: Core, description: TimerDescription, prescaler: Prescaler, ports: Ports) {
    this.core = core;
    this.description = description;
    this.prescaler = prescaler;
    this.counter = new Counter(description, ports);
    this.flags = new TimerFlags(core, description, (flags, cycle) =>
      this.change(cycle, () => this.flags.drop(flags)),
    );
    this.registers = new TimerRegisters(core, description, this.counter, {
      sync: (cycle) => this.sync(cycle),
      change: (cycle, apply) => this.change(cycle, apply),
    });
    prescaler.timers.push(this);
    this.attachControls();
    const { clock, capture } = description;
    if (clock) onPin(ports, clock, (level, cycle) => this.clockEdge(level, cycle));
    if (capture) onPin(ports, capture, (level, cycle) => this.captureEdge(level, cycle));
  }

  /** Duty cycle of a channel, A being 0, see `Compare.duty`. */
  duty(channel: number): number | undefined {
    const { channels, waveform, top } = this.counter;
    return channels[channel]?.duty(waveform, top);
  }

  reset(): void {
    this.counter.reset();
    this.registers.reset();
    this.divider = 0;
    this.core.schedule.cancel(this.event);
  }

  /** Counts up to a cycle. */
  sync(cycle: number): void {
    if (!this.isCounting) return;
    const { origin } = this.prescaler;
    const target = Math.floor((cycle - origin) / this.divider);
    this.skipPeriods(target);
    while (this.ticks < target) {
      const step = Math.min(this.counter.leg(), target - this.ticks);
      this.ticks += step;
      this.raise(this.counter.advance(step, origin + this.ticks * this.divider));
    }
  }

  /** Takes up the prescaler's ticks anew, after the division or the origin has changed at a cycle. */
  rebase(cycle: number): void {
    if (this.divider !== 0) this.ticks = Math.floor((cycle - this.prescaler.origin) / this.divider);
    this.reschedule();
  }

  private get isCounting(): boolean {
    return this.divider !== 0 && !this.prescaler.held;
  }

  /** Applies a change at a cycle: counts up to it before, looks ahead after. */
  private change(cycle: number, apply: () => void): void {
    this.sync(cycle);
    apply();
    this.reschedule();
  }

  private reschedule(): void {
    const { schedule } = this.core;
    const distance = this.isCounting ? this.counter.distance(this.flags.value) : undefined;
    if (distance === undefined) schedule.cancel(this.event);
    else schedule.add(this.event, this.prescaler.origin + (this.ticks + distance) * this.divider);
  }

  /** Leaves out whole periods in which nothing happens. */
  private skipPeriods(target: number): void {
    if (target - this.ticks <= 4 * this.counter.longestPeriod) return;
    if (this.counter.distance(this.flags.value) !== undefined) return;
    const { period } = this.counter;
    if (period !== undefined) this.ticks += Math.floor((target - this.ticks) / period) * period;
  }

  private raise(flags: number): void {
    if (flags !== 0) this.flags.raise(flags);
  }

  /** An edge at pin Tn. */
  private clockEdge(level: 0 | 1, cycle: number): void {
    const select = (this.core.data[this.description.TCCRB] as number) & 7;
    if (select === (level === 1 ? CLOCK_RISING : CLOCK_FALLING)) this.raise(this.counter.tick(cycle));
  }

  /** An edge at pin ICPn (section 16.6). */
  private captureEdge(level: 0 | 1, cycle: number): void {
    const rising = ((this.core.data[this.description.TCCRB] as number) & ICES) !== 0;
    const { counter } = this;
    if (rising !== (level === 1) || counter.waveform.top === 'ICR') return;
    this.change(cycle, () => {
      counter.icr = counter.count;
      this.flags.raise(ICF);
    });
  }

  private attachControls(): void {
    const { core, description } = this;
    for (const register of [description.TCCRA, description.TCCRB]) {
      core.onWrite(register, (value) => {
        const force = register === description.TCCRB && description.bits === 8 ? value : 0;
        this.change(core.landing, () => {
          core.data[register] =
            description.bits === 8 && register === description.TCCRB ? value & 0x0f : value;
          this.configure(core.landing);
          this.force(force, core.landing);
        });
      });
    }
    if (description.TCCRC !== undefined)
      core.onWrite(description.TCCRC, (value) => this.force(value, core.landing));
  }

  private configure(cycle: number): void {
    const { description, counter } = this;
    const a = this.core.data[description.TCCRA] as number;
    const b = this.core.data[description.TCCRB] as number;
    const wgm = ((b >> 1) & (description.bits === 16 ? 12 : 4)) | (a & 3);
    counter.setWaveform(description.waveforms[wgm] as Waveform);
    for (const [index, channel] of counter.channels.entries()) {
      channel.connect((a >> (COM - 2 * index)) & 3, counter.waveform, index === 0, cycle);
    }
    const divider = description.dividers[b & 7] as number;
    if (divider === this.divider) return;
    this.divider = divider;
    if (divider !== 0) this.ticks = Math.floor((cycle - this.prescaler.origin) / divider);
  }

  /** FOCn: a compare match on the pin alone, in modes without PWM. */
  private force(value: number, cycle: number): void {
    const { channels, waveform } = this.counter;
    if (waveform.pwm) return;
    for (const [index, channel] of channels.entries()) {
      if (value & (FOC >> index)) channel.match(waveform, false, cycle);
    }
  }
}
