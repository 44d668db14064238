/** What the counter of a timer does at the top (datasheet sections 15.7 and 16.9). */
export type Slope = 'single' | 'dual';

/** Waveform generation mode of a timer. */
export interface Waveform {
  readonly slope: Slope;
  /** The highest count: a constant, or the register that holds it. */
  readonly top: number | 'OCRA' | 'ICR';
  /** Compare values take effect at once, or at the top or bottom of the count. */
  readonly update: 'now' | 'top' | 'bottom';
  readonly pwm: boolean;
  /** COMnA = 1 toggles OCnA in this PWM mode instead of disconnecting it. */
  readonly toggles: boolean;
}

const normal = (top: number): Waveform => mode('single', top, 'now', false);
const ctc = (top: 'OCRA' | 'ICR'): Waveform => mode('single', top, 'now', false);
const fast = (top: Waveform['top'], toggles = false): Waveform =>
  mode('single', top, 'bottom', true, toggles);
const phase = (top: Waveform['top'], toggles = false): Waveform => mode('dual', top, 'top', true, toggles);
const phaseFrequency = (top: 'OCRA' | 'ICR', toggles = false): Waveform =>
  mode('dual', top, 'bottom', true, toggles);

/** 8-bit timers, by WGM2:0 (table 15-8). Modes 4 and 6 are reserved. */
export const WAVEFORMS_8: readonly Waveform[] = [
  normal(0xff),
  phase(0xff),
  ctc('OCRA'),
  fast(0xff),
  normal(0xff),
  phase('OCRA', true),
  normal(0xff),
  fast('OCRA', true),
];

/** 16-bit timers, by WGMn3:0 (table 16-4). Mode 13 is reserved. */
export const WAVEFORMS_16: readonly Waveform[] = [
  normal(0xffff),
  phase(0x00ff),
  phase(0x01ff),
  phase(0x03ff),
  ctc('OCRA'),
  fast(0x00ff),
  fast(0x01ff),
  fast(0x03ff),
  phaseFrequency('ICR'),
  phaseFrequency('OCRA', true),
  phase('ICR'),
  phase('OCRA', true),
  ctc('ICR'),
  normal(0xffff),
  fast('ICR', true),
  fast('OCRA', true),
];

function mode(
  slope: Slope,
  top: Waveform['top'],
  update: Waveform['update'],
  pwm: boolean,
  toggles = false,
): Waveform {
  return { slope, top, update, pwm, toggles };
}
