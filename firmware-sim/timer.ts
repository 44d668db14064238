import { Compare } from './compare.ts';
import type { Core } from './core.ts';
import type { Port } from './port.ts';
import type { Prescaler } from './prescaler.ts';
import { ClockEvent } from './schedule.ts';
import type { TimerConfig, TimerPin } from './timer-config.ts';
import type { Waveform } from './waveform.ts';

/** Bits of TIFRn and TIMSKn (datasheet sections 15.9 and 16.11). */
const TOV = 1 << 0;
const OCFA = 1 << 1;
const OCFB = 1 << 2;
const ICF = 1 << 5;

/** CSn2:0: clock from pin Tn. */
const CLOCK_FALLING = 6;
const CLOCK_RISING = 7;
/** TCCR1B. */
const ICES = 1 << 6;
/** Force bits of channels A and B. */
const FOC = [1 << 7, 1 << 6] as const;

/**
 * Timer/Counter (datasheet chapters 15, 16, 18) in place of avr8js's, which needs an event for every tick and so never
 * lets a waiting chip rest. This one counts when it is looked at, and schedules an event only for a tick that sets a
 * flag or changes a pin; both then happen at their exact cycle. As on the chip (section 15.8), flags are set and pins
 * change with the tick that leaves the compare value.
 */
export class Timer {
  readonly channels: readonly [Compare, Compare];

  private readonly core: Core;
  private readonly config: TimerConfig;
  private readonly prescaler: Prescaler;
  private readonly max: number;
  private readonly event = new ClockEvent(() => this.change(this.core.now, () => {}));
  private count = 0;
  private down = false;
  private icr = 0;
  /** Ticks of the prescaler that have been counted. */
  private ticks = 0;
  private divider = 0;
  private waveform: Waveform;
  /** A write to TCNT blocks the compare match of the next tick (section 15.5.3). */
  private blocked = false;
  /** The high byte on its way to or from a 16-bit register (section 16.3). */
  private temp = 0;

  constructor(
    core: Core,
    config: TimerConfig,
    prescaler: Prescaler,
    ports: { readonly B: Port; readonly D: Port },
  ) {
    this.core = core;
    this.config = config;
    this.prescaler = prescaler;
    this.max = config.bits === 16 ? 0xffff : 0xff;
    this.waveform = config.waveforms[0] as Waveform;
    const channel = (pin: TimerPin) => new Compare(ports[pin.port], pin.bit);
    this.channels = [channel(config.outputs[0]), channel(config.outputs[1])];
    prescaler.timers.push(this);
    this.attachCounter();
    this.attachControls();
    const { clock, capture } = config;
    if (clock) onPin(ports, clock, (level, cycle) => this.clockEdge(level, cycle));
    if (capture) onPin(ports, capture, (level, cycle) => this.captureEdge(level, cycle));
  }

  /** Duty cycle of channel 0 (A) or 1 (B), see `Compare.duty`. */
  duty(channel: 0 | 1): number | undefined {
    return this.channels[channel].duty(this.waveform, this.top);
  }

  reset(): void {
    for (const channel of this.channels) channel.reset();
    this.count = 0;
    this.down = false;
    this.icr = 0;
    this.divider = 0;
    this.temp = 0;
    this.blocked = false;
    this.waveform = this.config.waveforms[0] as Waveform;
    this.core.schedule.cancel(this.event);
  }

  /** Counts up to a cycle. */
  sync(cycle: number): void {
    if (this.divider === 0 || this.prescaler.held) return;
    const { origin } = this.prescaler;
    const target = Math.floor((cycle - origin) / this.divider);
    if (target - this.ticks > 8 * this.max) this.skipPeriods(target);
    while (this.ticks < target) {
      const step = Math.min(this.leg(), target - this.ticks);
      // All ticks of a leg but its last are uneventful.
      this.count += this.down ? 1 - step : step - 1;
      this.ticks += step;
      this.tick(origin + this.ticks * this.divider);
    }
  }

  /** Takes up the prescaler's ticks anew, after the division or the origin has changed at a cycle. */
  rebase(cycle: number): void {
    if (this.divider !== 0) this.ticks = Math.floor((cycle - this.prescaler.origin) / this.divider);
    this.reschedule();
  }

  /** Applies a change at a cycle: counts up to it before, looks ahead after. */
  private change(cycle: number, apply: () => void): void {
    this.sync(cycle);
    apply();
    this.reschedule();
  }

  private reschedule(): void {
    const { schedule } = this.core;
    const distance = this.distance();
    if (distance === undefined) schedule.cancel(this.event);
    else schedule.add(this.event, this.prescaler.origin + (this.ticks + distance) * this.divider);
  }

  /** One tick of the counter, at a cycle. */
  private tick(cycle: number): void {
    const { waveform, top, count } = this;
    let flags = 0;
    if (!this.blocked) {
      for (const [index, channel] of this.channels.entries()) {
        if (count !== channel.value) continue;
        flags |= OCFA << index;
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
    if (flags !== 0) this.setFlags(flags);
  }

  /** Ticks up to and including the next that does more than count. */
  private leg(): number {
    if (this.blocked) return 1;
    let ticks = this.turn(this.count, this.down);
    for (const { value } of this.channels) ticks = Math.min(ticks, this.leave(value, this.count, this.down));
    return ticks;
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

  /** Ticks until the next that sets a flag or changes a pin; undefined if none will. */
  private distance(): number | undefined {
    if (this.divider === 0 || this.prescaler.held) return undefined;
    const flags = this.core.data[this.config.TIFR] as number;
    const matters = this.channels.map((channel, index) => channel.connected || !(flags & (OCFA << index)));
    const turnMatters =
      !(flags & TOV) ||
      (this.waveform.top === 'ICR' && !(flags & ICF)) ||
      (this.waveform.slope === 'single' && this.channels.some((channel) => channel.connected));
    if (!turnMatters && !matters.includes(true)) return undefined;
    if (this.blocked) return 1;
    let { count, down } = this;
    let total = 0;
    // Up and down and up again: what does not happen within that never does.
    for (let leg = 0; leg < 3; leg += 1) {
      const turn = this.turn(count, down);
      let ticks = turnMatters ? turn : Number.POSITIVE_INFINITY;
      for (const [index, { value }] of this.channels.entries()) {
        if (matters[index]) ticks = Math.min(ticks, this.leave(value, count, down));
      }
      if (ticks !== Number.POSITIVE_INFINITY) return total + ticks;
      total += turn;
      // New compare values may come at the turn: look again there.
      if (this.channels.some(({ value, buffer }) => value !== buffer)) return total;
      if (this.waveform.slope === 'dual') {
        count = down ? 0 : this.top;
        down = !down;
      } else {
        count = 0;
      }
    }
    return undefined;
  }

  /** Leaves out whole periods in which nothing happens. */
  private skipPeriods(target: number): void {
    const { top } = this;
    if (this.distance() !== undefined || this.count > top || top === 0) return;
    if (this.channels.some(({ value, buffer }) => value !== buffer)) return;
    const period = this.waveform.slope === 'dual' ? 2 * top : top + 1;
    this.ticks += Math.floor((target - this.ticks) / period) * period;
  }

  private get top(): number {
    const { top } = this.waveform;
    if (top === 'OCRA') return this.channels[0].value;
    return top === 'ICR' ? this.icr : top;
  }

  private latch(): void {
    for (const channel of this.channels) channel.value = channel.buffer;
  }

  private setFlags(flags: number): void {
    const { data } = this.core;
    data[this.config.TIFR] = (data[this.config.TIFR] as number) | flags;
    this.update();
  }

  private clearFlags(flags: number, cycle: number): void {
    this.change(cycle, () => {
      const { data } = this.core;
      data[this.config.TIFR] = (data[this.config.TIFR] as number) & ~flags;
      this.update();
    });
  }

  private update(): void {
    const { core, config } = this;
    const pending = (core.data[config.TIFR] as number) & (core.data[config.TIMSK] as number);
    const { compare, overflow, capture } = config.vectors;
    core.setPending(compare[0], (pending & OCFA) !== 0);
    core.setPending(compare[1], (pending & OCFB) !== 0);
    core.setPending(overflow, (pending & TOV) !== 0);
    if (capture !== undefined) core.setPending(capture, (pending & ICF) !== 0);
  }

  /** An edge at pin Tn. */
  private clockEdge(level: 0 | 1, cycle: number): void {
    const select = (this.core.data[this.config.TCCRB] as number) & 7;
    if (select === (level === 1 ? CLOCK_RISING : CLOCK_FALLING)) this.tick(cycle);
  }

  /** An edge at pin ICPn (section 16.6). */
  private captureEdge(level: 0 | 1, cycle: number): void {
    const rising = ((this.core.data[this.config.TCCRB] as number) & ICES) !== 0;
    if (rising !== (level === 1) || this.waveform.top === 'ICR') return;
    this.change(cycle, () => {
      this.icr = this.count;
      this.setFlags(ICF);
    });
  }

  private attachControls(): void {
    const { core, config } = this;
    for (const register of [config.TCCRA, config.TCCRB]) {
      core.onWrite(register, (value) => {
        const force = register === config.TCCRB && config.bits === 8 ? value : 0;
        this.change(core.landing, () => {
          core.data[register] = config.bits === 8 && register === config.TCCRB ? value & 0x0f : value;
          this.configure(core.landing);
          this.force(force, core.landing);
        });
      });
    }
    if (config.TCCRC !== undefined) core.onWrite(config.TCCRC, (value) => this.force(value, core.landing));
    core.onWrite(config.TIFR, (value, mask) => this.clearFlags(value & mask, core.landing));
    core.onWrite(config.TIMSK, (value) => {
      core.data[config.TIMSK] = value;
      this.update();
    });
    const { compare, overflow, capture } = config.vectors;
    for (const index of [0, 1] as const) {
      core.onAcknowledge(compare[index], () => this.clearFlags(OCFA << index, core.now));
    }
    core.onAcknowledge(overflow, () => this.clearFlags(TOV, core.now));
    if (capture !== undefined) core.onAcknowledge(capture, () => this.clearFlags(ICF, core.now));
  }

  private configure(cycle: number): void {
    const { config } = this;
    const a = this.core.data[config.TCCRA] as number;
    const b = this.core.data[config.TCCRB] as number;
    const wgm = ((b >> 1) & (config.bits === 16 ? 12 : 4)) | (a & 3);
    this.waveform = config.waveforms[wgm] as Waveform;
    if (this.waveform.slope === 'single') this.down = false;
    if (this.waveform.update === 'now') this.latch();
    this.channels[0].connect(a >> 6, this.waveform, true, cycle);
    this.channels[1].connect((a >> 4) & 3, this.waveform, false, cycle);
    const divider = config.dividers[b & 7] as number;
    if (divider === this.divider) return;
    this.divider = divider;
    if (divider !== 0) this.ticks = Math.floor((cycle - this.prescaler.origin) / divider);
  }

  /** FOCn: a compare match on the pin alone, in modes without PWM. */
  private force(value: number, cycle: number): void {
    if (this.waveform.pwm) return;
    for (const index of [0, 1] as const) {
      if (value & FOC[index]) this.channels[index].match(this.waveform, false, cycle);
    }
  }

  private attachCounter(): void {
    const { config } = this;
    this.attach(config.TCNT, {
      read: () => {
        this.sync(this.core.cycles);
        return this.count;
      },
      write: (value) => {
        this.count = value;
        this.blocked = true;
      },
    });
    for (const [index, address] of config.OCR.entries()) {
      const channel = this.channels[index] as Compare;
      this.attach(address, {
        write: (value) => {
          channel.buffer = value;
          if (this.waveform.update === 'now') channel.value = value;
        },
      });
    }
    if (config.ICR !== undefined) {
      this.attach(config.ICR, {
        read: () => this.icr,
        write: (value) => {
          this.icr = value;
        },
      });
    }
  }

  /** A register of the timer's width. In 16 bits the high byte goes through TEMP; OCRn reads directly (section 16.3). */
  private attach(low: number, access: { read?: () => number; write: (value: number) => void }): void {
    const { core, config } = this;
    const wide = config.bits === 16;
    const { read, write } = access;
    core.onWrite(low, (value) => {
      core.data[low] = value;
      if (wide) core.data[low + 1] = this.temp;
      this.change(core.landing, () => write(wide ? this.temp * 256 + value : value));
    });
    if (wide) {
      core.onWrite(low + 1, (value) => {
        this.temp = value;
      });
    }
    if (read === undefined) return;
    core.onRead(low, false, () => {
      const value = read();
      if (wide) this.temp = value >> 8;
      return value & 0xff;
    });
    if (wide) core.onRead(low + 1, false, () => this.temp);
  }
}

function onPin(
  ports: { readonly B: Port; readonly D: Port },
  pin: TimerPin,
  listener: (level: 0 | 1, cycle: number) => void,
): void {
  ports[pin.port].listen((bit, level, cycle) => {
    if (bit === pin.bit) listener(level, cycle);
  });
}
