import type { PortPin } from './port.ts';
import type { Waveform } from './waveform.ts';

/** Where a timer's registers, interrupts and pins are. Flags and enables have the same bits in TIFRn and TIMSKn. */
export interface TimerDescription {
  readonly bits: 8 | 16;
  readonly TCCRA: number;
  readonly TCCRB: number;
  /** 16-bit timers alone: holds the force bits that the 8-bit timers have in TCCRnB. */
  readonly TCCRC?: number;
  readonly TCNT: number;
  /** OCRnA, OCRnB and, on some timers, OCRnC. */
  readonly OCR: readonly number[];
  readonly ICR?: number;
  readonly TIFR: number;
  readonly TIMSK: number;
  readonly vectors: {
    readonly compare: readonly number[];
    readonly overflow: number;
    readonly capture?: number;
  };
  /** The prescaler that most timers share, or that of the timer which could have a crystal of its own. */
  readonly prescaler: 'shared' | 'own';
  /** Division of the clock by CSn2:0; 0: stopped, or clocked by the pin. */
  readonly dividers: readonly number[];
  readonly waveforms: readonly Waveform[];
  /** Pins OCnA, OCnB and OCnC. */
  readonly outputs: readonly PortPin[];
  /** Pin Tn. */
  readonly clock?: PortPin;
  /** Pin ICPn. */
  readonly capture?: PortPin;
}

/** Of timers that share a prescaler (table 15-9), and of the one that has its own (table 18-9). */
export const DIVIDERS: readonly number[] = [0, 1, 8, 64, 256, 1024, 0, 0];
export const DIVIDERS_OWN: readonly number[] = [0, 1, 8, 32, 64, 128, 256, 1024];
