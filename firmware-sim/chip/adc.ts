import type { Core } from './core.ts';
import { ClockEvent } from './schedule.ts';

/**
 * Where the ADC's registers are (datasheet section 24.9; of the ATmega2560 26.8), its interrupt, and what it can
 * select.
 */
export interface AdcDescription {
  readonly ADCL: number;
  readonly ADCH: number;
  readonly ADCSRA: number;
  readonly ADCSRB: number;
  readonly ADMUX: number;
  readonly vector: number;
  /** References by REFS1:0. */
  readonly references: readonly ('AREF' | 'AVCC' | number)[];
  /** Bits of MUX5:0 that there are. */
  readonly muxMask: number;
  /** What MUX selects. What is not listed reads 0. */
  readonly inputs: ReadonlyMap<number, AdcInput>;
}

/** The number of an analog input, or a constant voltage. */
export type AdcInput = { readonly channel: number } | { readonly volts: number };

const ADEN = 1 << 7;
const ADSC = 1 << 6;
const ADATE = 1 << 5;
const ADIF = 1 << 4;
const ADIE = 1 << 3;
const ADPS = 7;
const ADTS = 7;
/** MUX4:0 in ADMUX, and MUX5 in ADCSRB. */
const MUX = 0x1f;
const MUX5 = 1 << 3;
const ADLAR = 1 << 5;

/** Lengths in ADC clock cycles (table 24-1): until the sample is taken, and until the result is there. */
const FIRST_CONVERSION = { sample: 13.5, total: 25 };
const LATER_CONVERSION = { sample: 1.5, total: 13 };

/** Supply in volts. */
const AVCC = 5;

/**
 * ADC (datasheet chapter 24): single conversions and free running. The other auto trigger sources (ADCSRB.ADTS) start
 * no conversion. An input reads floor(1024 × U / reference), from 0 to 1023.
 */
export class Adc {
  /** Voltage at the AREF pin, used with REFS1:0 = 0; boards leave it open unless something is connected. */
  aref = AVCC;

  private readonly core: Core;
  private readonly description: AdcDescription;
  private readonly volts: (channel: number) => number;
  private readonly sample = new ClockEvent(() => this.take());
  private readonly result = new ClockEvent(() => this.finish());
  private first = true;
  private enabledAt = 0;
  private taken = 0;
  /** Reading ADCL keeps both result registers until ADCH is read (section 24.2). */
  private locked = false;

  /** @param volts voltage at an analog input when a sample is taken */
  constructor(core: Core, description: AdcDescription, volts: (channel: number) => number) {
    this.core = core;
    this.description = description;
    this.volts = volts;
    core.onWrite(this.description.ADCSRA, (value, mask) => this.control(value, mask));
    core.onRead(this.description.ADCL, true, () => {
      this.locked = true;
      return core.data[this.description.ADCL] as number;
    });
    core.onRead(this.description.ADCH, true, () => {
      this.locked = false;
      return core.data[this.description.ADCH] as number;
    });
    core.onAcknowledge(this.description.vector, () => {
      core.data[this.description.ADCSRA] = (core.data[this.description.ADCSRA] as number) & ~ADIF;
      this.update();
    });
  }

  /** As after a reset of the chip. */
  reset(): void {
    this.stop();
    this.locked = false;
    this.update();
  }

  /** Starts a conversion if the ADC is on, as entering ADC Noise Reduction mode does. */
  start(): void {
    const { core } = this;
    const control = core.data[this.description.ADCSRA] as number;
    if (!(control & ADEN) || this.result.scheduled) return;
    core.data[this.description.ADCSRA] = control | ADSC;
    // A conversion starts with the next edge of the ADC clock, which runs since the ADC was switched on.
    const clock = this.clockCycles;
    const now = core.landing;
    const start = this.enabledAt + Math.ceil((now - this.enabledAt) / clock) * clock;
    this.convert(start);
  }

  /** clkADC stops in deep sleep, and a conversion with it. */
  stopClock(stopped: boolean): void {
    if (stopped) this.stop();
  }

  private control(value: number, mask: number): void {
    const { core } = this;
    const before = core.data[this.description.ADCSRA] as number;
    const flag = value & mask & ADIF ? 0 : before & ADIF;
    core.data[this.description.ADCSRA] = (value & ~(ADIF | ADSC)) | flag | (before & ADSC);
    if (!(value & ADEN)) this.stop();
    else {
      if (!(before & ADEN)) this.enabledAt = core.landing;
      if (value & ADSC) this.start();
    }
    this.update();
  }

  private get clockCycles(): number {
    return 1 << Math.max((this.core.data[this.description.ADCSRA] as number) & ADPS, 1);
  }

  private convert(start: number): void {
    const { sample, total } = this.first ? FIRST_CONVERSION : LATER_CONVERSION;
    this.first = false;
    this.core.schedule.add(this.sample, start + sample * this.clockCycles);
    this.core.schedule.add(this.result, start + total * this.clockCycles);
  }

  private stop(): void {
    this.core.schedule.cancel(this.sample);
    this.core.schedule.cancel(this.result);
    this.core.data[this.description.ADCSRA] = (this.core.data[this.description.ADCSRA] as number) & ~ADSC;
    this.first = true;
  }

  private take(): void {
    const { references } = this.description;
    const select = references[(this.core.data[this.description.ADMUX] as number) >> 6];
    const reference = select === 'AVCC' ? AVCC : select === 'AREF' ? this.aref : (select as number);
    this.taken = Math.max(0, Math.min(1023, Math.floor((1024 * this.input) / reference)));
  }

  /** The voltage that MUX selects. */
  private get input(): number {
    const { data } = this.core;
    const { ADMUX, ADCSRB, muxMask, inputs } = this.description;
    const mux = ((data[ADMUX] as number) & MUX) | (((data[ADCSRB] as number) & MUX5) << 2);
    const selected = inputs.get(mux & muxMask);
    if (selected === undefined) return 0;
    return 'volts' in selected ? selected.volts : this.volts(selected.channel);
  }

  private finish(): void {
    const { core } = this;
    if (!this.locked) {
      const value = (core.data[this.description.ADMUX] as number) & ADLAR ? this.taken << 6 : this.taken;
      core.data[this.description.ADCL] = value & 0xff;
      core.data[this.description.ADCH] = value >> 8;
    }
    const control = (core.data[this.description.ADCSRA] as number) | ADIF;
    const freeRunning = control & ADATE && ((core.data[this.description.ADCSRB] as number) & ADTS) === 0;
    core.data[this.description.ADCSRA] = freeRunning ? control : control & ~ADSC;
    if (freeRunning) this.convert(core.now);
    this.update();
  }

  private update(): void {
    const control = this.core.data[this.description.ADCSRA] as number;
    this.core.setPending(this.description.vector, (control & ADIF) !== 0 && (control & ADIE) !== 0);
  }
}
