import { WAVEFORMS_8, WAVEFORMS_16, type Waveform } from './waveform.ts';

/** Where a timer's registers, interrupts and pins are. Flags and enables have the same bits in TIFRn and TIMSKn. */
export interface TimerConfig {
  readonly bits: 8 | 16;
  readonly TCCRA: number;
  readonly TCCRB: number;
  /** Timer 1 alone: holds the force bits that the 8-bit timers have in TCCRnB. */
  readonly TCCRC?: number;
  readonly TCNT: number;
  readonly OCR: readonly [number, number];
  readonly ICR?: number;
  readonly TIFR: number;
  readonly TIMSK: number;
  readonly vectors: {
    readonly compare: readonly [number, number];
    readonly overflow: number;
    readonly capture?: number;
  };
  /** Division of the clock by CSn2:0; 0: stopped, or clocked by the pin. */
  readonly dividers: readonly number[];
  readonly waveforms: readonly Waveform[];
  /** Pins OCnA and OCnB: port and bit. */
  readonly outputs: readonly [TimerPin, TimerPin];
  /** Pin Tn. */
  readonly clock?: TimerPin;
  /** Pin ICPn. */
  readonly capture?: TimerPin;
}

export interface TimerPin {
  readonly port: 'B' | 'D';
  readonly bit: number;
}

/** Table 15-9. */
const DIVIDERS = [0, 1, 8, 64, 256, 1024, 0, 0];
/** Table 18-9. */
const DIVIDERS_2 = [0, 1, 8, 32, 64, 128, 256, 1024];

/** Datasheet chapter 15. */
export const TIMER0: TimerConfig = {
  bits: 8,
  TCCRA: 0x44,
  TCCRB: 0x45,
  TCNT: 0x46,
  OCR: [0x47, 0x48],
  TIFR: 0x35,
  TIMSK: 0x6e,
  vectors: { compare: [14, 15], overflow: 16 },
  dividers: DIVIDERS,
  waveforms: WAVEFORMS_8,
  outputs: [
    { port: 'D', bit: 6 },
    { port: 'D', bit: 5 },
  ],
  clock: { port: 'D', bit: 4 },
};

/** Datasheet chapter 16. */
export const TIMER1: TimerConfig = {
  bits: 16,
  TCCRA: 0x80,
  TCCRB: 0x81,
  TCCRC: 0x82,
  TCNT: 0x84,
  OCR: [0x88, 0x8a],
  ICR: 0x86,
  TIFR: 0x36,
  TIMSK: 0x6f,
  vectors: { compare: [11, 12], overflow: 13, capture: 10 },
  dividers: DIVIDERS,
  waveforms: WAVEFORMS_16,
  outputs: [
    { port: 'B', bit: 1 },
    { port: 'B', bit: 2 },
  ],
  clock: { port: 'D', bit: 5 },
  capture: { port: 'B', bit: 0 },
};

/** Datasheet chapter 18; an Uno has no crystal for its asynchronous mode. */
export const TIMER2: TimerConfig = {
  bits: 8,
  TCCRA: 0xb0,
  TCCRB: 0xb1,
  TCNT: 0xb2,
  OCR: [0xb3, 0xb4],
  TIFR: 0x37,
  TIMSK: 0x70,
  vectors: { compare: [7, 8], overflow: 9 },
  dividers: DIVIDERS_2,
  waveforms: WAVEFORMS_8,
  outputs: [
    { port: 'B', bit: 3 },
    { port: 'D', bit: 3 },
  ],
};
