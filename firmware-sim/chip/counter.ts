import { Compare } from './compare.ts';
import { type Ports, portOf } from './port.ts';
import type { TimerDescription } from './timer-description.ts';
import { ICF, OCF, TOV } from './timer-flags.ts';
import type { Waveform } from './waveform.ts';

/**
 * The counter of a timer and what its ticks do (datasheet sections 15.4 to 15.7, 16.5 to 16.9). As on the chip (section
 * 15.8), flags are set and pins change with the tick that leaves the compare value.
 */
export class Counter {
  /** A, B and, on some timers, C. */
  readonly channels: readonly Compare[];
  waveform: Waveform;
  count = 0;
  /** The input capture register, which is the top of some waveforms. */
  icr = 0;
  /** A write to TCNT blocks the compare match of the next tick (section 15.5.3). */
  blocked = false;

  private readonly normal: Waveform;
  private readonly max: number;
  private down = false;

  constructor(description: TimerDescription, ports: Ports) {
    this.max = description.bits === 16 ? 0xffff : 0xff;
    this.normal = description.waveforms[0] as Waveform;
    this.waveform = this.normal;
    this.channels = description.outputs.map(
      (pin, index) => new Compare(portOf(ports, pin), pin.bit, OCF << index),
    );
  }

  reset(): void {
    for (const channel of this.channels) channel.reset();
    this.waveform = this.normal;
    this.count = 0;
    this.down = false;
    this.icr = 0;
    this.blocked = false;
  }

  get top(): number {
    const { top } = this.waveform;
    if (top === 'OCRA') return (this.channels[0] as Compare).value;
    return top === 'ICR' ? this.icr : top;
  }

  setWaveform(waveform: Waveform): void {
    this.waveform = waveform;
    if (waveform.slope === 'single') this.down = false;
    if (waveform.update === 'now') this.latch();
  }

  /** `step` ticks, no more than `leg` says, of which the last is at a cycle. Returns the flags they set. */
  advance(step: number, cycle: number): number {
    // All ticks of a leg but its last are uneventful.
    this.count += this.down ? 1 - step : step - 1;
    return this.tick(cycle);
  }

  /** One tick, at a cycle. Returns the flags it sets. */
  tick(cycle: number): number {
    const { waveform, top, count } = this;
    let flags = 0;
    if (!this.blocked) {
      for (const channel of this.channels) {
        if (count !== channel.value) continue;
        flags |= channel.flag;
        channel.match(waveform, this.down, cycle);
      }
    }
    this.blocked = false;
    if (waveform.slope === 'dual') {
      this.count += this.down ? -1 : 1;
      if (!this.down && this.count >= top) {
        this.down = true;
        if (waveform.update === 'top') this.latch();
        if (waveform.top === 'ICR') flags |= ICF;
      } else if (this.down && this.count <= 0) {
        this.down = false;
        if (waveform.update === 'bottom') this.latch();
        flags |= TOV;
      }
    } else if (count === top || count === this.max) {
      this.count = 0;
      if (count === (waveform.pwm ? top : this.max)) flags |= TOV;
      if (waveform.top === 'ICR' && count === top) flags |= ICF;
      if (waveform.pwm) {
        this.latch();
        for (const channel of this.channels) channel.bottom(cycle);
      }
    } else {
      this.count = count + 1;
    }
    return flags;
  }

  /** Ticks up to and including the next that does more than count. */
  leg(): number {
    if (this.blocked) return 1;
    let ticks = this.turn(this.count, this.down);
    for (const { value } of this.channels) ticks = Math.min(ticks, this.leave(value, this.count, this.down));
    return ticks;
  }

  /** Ticks until the next that changes a pin or sets a flag that is not among `flags`; undefined if none will. */
  distance(flags: number): number | undefined {
    let anyConnected = false;
    let anyMatters = false;
    for (const channel of this.channels) {
      anyConnected ||= channel.connected;
      anyMatters ||= channel.matters(flags);
    }
    const turnMatters =
      !(flags & TOV) ||
      (this.waveform.top === 'ICR' && !(flags & ICF)) ||
      (this.waveform.slope === 'single' && anyConnected);
    if (!turnMatters && !anyMatters) return undefined;
    if (this.blocked) return 1;
    let { count, down } = this;
    let total = 0;
    // Up and down and up again: what does not happen within that never does.
    for (let leg = 0; leg < 3; leg += 1) {
      const turn = this.turn(count, down);
      let ticks = turnMatters ? turn : Number.POSITIVE_INFINITY;
      for (const channel of this.channels) {
        if (channel.matters(flags)) ticks = Math.min(ticks, this.leave(channel.value, count, down));
      }
      if (ticks !== Number.POSITIVE_INFINITY) return total + ticks;
      total += turn;
      // New compare values may come at the turn: look again there.
      if (this.isLatching) return total;
      if (this.waveform.slope === 'dual') {
        count = down ? 0 : this.top;
        down = !down;
      } else {
        count = 0;
      }
    }
    return undefined;
  }

  /** Ticks after which everything is as before; undefined before the counter has settled into that. */
  get period(): number | undefined {
    const { top } = this;
    if (this.count > top || top === 0 || this.isLatching) return undefined;
    return this.waveform.slope === 'dual' ? 2 * top : top + 1;
  }

  /** Largest number of ticks a period can have. */
  get longestPeriod(): number {
    return 2 * this.max;
  }

  private get isLatching(): boolean {
    for (const { value, buffer } of this.channels) if (value !== buffer) return true;
    return false;
  }

  /** Ticks until the count starts over or changes direction. */
  private turn(count: number, down: boolean): number {
    const { top } = this;
    if (this.waveform.slope === 'dual') return Math.max(down ? count : top - count, 1);
    return (count <= top ? top : this.max) - count + 1;
  }

  /** Ticks until the count leaves `value`, if it does before it turns. */
  private leave(value: number, count: number, down: boolean): number {
    if (this.waveform.slope === 'single')
      return value >= count ? value - count + 1 : Number.POSITIVE_INFINITY;
    if (down) return value <= count && value > 0 ? count - value + 1 : Number.POSITIVE_INFINITY;
    return value >= count && value < this.top ? value - count + 1 : Number.POSITIVE_INFINITY;
  }

  private latch(): void {
    for (const channel of this.channels) channel.value = channel.buffer;
  }
}
