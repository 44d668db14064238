import type { Port } from './port.ts';
import type { Waveform } from './waveform.ts';

/**
 * Output compare channel of a timer: the compare register, double buffered in PWM modes, and the waveform generator
 * that drives the pin (datasheet sections 15.5 and 15.6).
 */
export class Compare {
  /** The value compared with. */
  value = 0;
  /** The value written, which becomes `value` at once or when the mode says so. */
  buffer = 0;
  /** COMn1:0; 0 leaves the pin to the port. */
  mode = 0;

  /** The interrupt flag of a match. */
  readonly flag: number;
  private readonly port: Port;
  private readonly bit: number;
  private level: 0 | 1 = 0;

  constructor(port: Port, bit: number, flag: number) {
    this.flag = flag;
    this.port = port;
    this.bit = bit;
  }

  reset(): void {
    this.value = 0;
    this.buffer = 0;
    this.mode = 0;
    this.level = 0;
  }

  get connected(): boolean {
    return this.mode !== 0;
  }

  /** Whether a match does anything that shows, while these flags are set. */
  matters(flags: number): boolean {
    return this.mode !== 0 || (flags & this.flag) === 0;
  }

  /** Sets COMn1:0 at a cycle. Mode 1 toggles in PWM only where the waveform allows it, and only channel A. */
  connect(mode: number, waveform: Waveform, isA: boolean, cycle: number): void {
    const effective = mode === 1 && waveform.pwm && !(waveform.toggles && isA) ? 0 : mode;
    if (effective === this.mode) return;
    this.mode = effective;
    this.port.override(this.bit, effective === 0 ? undefined : this.level, cycle);
  }

  /** The counter leaves the compare value; `down`: counting down. */
  match(waveform: Waveform, down: boolean, cycle: number): void {
    if (this.mode === 0) return;
    if (this.mode === 1) this.set(this.level === 0 ? 1 : 0, cycle);
    else if (waveform.slope === 'dual' && down) this.set(this.mode === 2 ? 1 : 0, cycle);
    else this.set(this.mode === 2 ? 0 : 1, cycle);
  }

  /** The counter of a fast PWM arrives at zero. */
  bottom(cycle: number): void {
    if (this.mode >= 2) this.set(this.mode === 2 ? 1 : 0, cycle);
  }

  /** Share of the time the pin is high, 0 to 1, in a PWM mode; undefined in others or when not connected. */
  duty(waveform: Waveform, top: number): number | undefined {
    if (this.mode < 2 || !waveform.pwm) return undefined;
    const share = waveform.slope === 'dual' ? this.value / top : (this.value + 1) / (top + 1);
    const high = Math.min(share, 1);
    return this.mode === 2 ? high : 1 - high;
  }

  private set(level: 0 | 1, cycle: number): void {
    this.level = level;
    this.port.override(this.bit, level, cycle);
  }
}
