import type { Core } from './core.ts';
import { ClockEvent } from './schedule.ts';

/** Registers of datasheet section 24.9. */
const ADCL = 0x78;
const ADCH = 0x79;
const ADCSRA = 0x7a;
const ADCSRB = 0x7b;
const ADMUX = 0x7c;

const ADEN = 1 << 7;
const ADSC = 1 << 6;
const ADATE = 1 << 5;
const ADIF = 1 << 4;
const ADIE = 1 << 3;
const ADPS = 7;
const ADTS = 7;
const ADLAR = 1 << 5;
const VECTOR = 21;

/** Lengths in ADC clock cycles (table 24-1): until the sample is taken, and until the result is there. */
const FIRST = { sample: 13.5, total: 25 };
const NORMAL = { sample: 1.5, total: 13 };

/** Supply and reference of an Uno, in volts. */
const AVCC = 5;
const BANDGAP = 1.1;
/** The temperature sensor at 25 °C (table 24-2). */
const TEMPERATURE = 0.314;

/**
 * ADC (datasheet chapter 24): single conversions and free running. The other auto trigger sources (ADCSRB.ADTS) start
 * no conversion. An input reads floor(1024 × U / reference), from 0 to 1023.
 */
export class Adc {
  /** Voltage at the AREF pin, used with REFS1:0 = 0; an Uno leaves it open unless something is connected. */
  aref = AVCC;

  private readonly core: Core;
  private readonly volts: (channel: number) => number;
  private readonly sample = new ClockEvent(() => this.take());
  private readonly result = new ClockEvent(() => this.finish());
  private first = true;
  private enabledAt = 0;
  private taken = 0;
  /** Reading ADCL keeps both result registers until ADCH is read (section 24.2). */
  private locked = false;

  /** @param volts voltage at an analog input (0 to 7) when a sample is taken */
  constructor(core: Core, volts: (channel: number) => number) {
    this.core = core;
    this.volts = volts;
    core.onWrite(ADCSRA, (value, mask) => this.control(value, mask));
    core.onRead(ADCL, true, () => {
      this.locked = true;
      return core.data[ADCL] as number;
    });
    core.onRead(ADCH, true, () => {
      this.locked = false;
      return core.data[ADCH] as number;
    });
    core.onAcknowledge(VECTOR, () => {
      core.data[ADCSRA] = (core.data[ADCSRA] as number) & ~ADIF;
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
    const control = core.data[ADCSRA] as number;
    if (!(control & ADEN) || this.result.scheduled) return;
    core.data[ADCSRA] = control | ADSC;
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
    const before = core.data[ADCSRA] as number;
    const flag = value & mask & ADIF ? 0 : before & ADIF;
    core.data[ADCSRA] = (value & ~(ADIF | ADSC)) | flag | (before & ADSC);
    if (!(value & ADEN)) this.stop();
    else {
      if (!(before & ADEN)) this.enabledAt = core.landing;
      if (value & ADSC) this.start();
    }
    this.update();
  }

  private get clockCycles(): number {
    return 1 << Math.max((this.core.data[ADCSRA] as number) & ADPS, 1);
  }

  private convert(start: number): void {
    const { sample, total } = this.first ? FIRST : NORMAL;
    this.first = false;
    this.core.schedule.add(this.sample, start + sample * this.clockCycles);
    this.core.schedule.add(this.result, start + total * this.clockCycles);
  }

  private stop(): void {
    this.core.schedule.cancel(this.sample);
    this.core.schedule.cancel(this.result);
    this.core.data[ADCSRA] = (this.core.data[ADCSRA] as number) & ~ADSC;
    this.first = true;
  }

  private take(): void {
    const mux = this.core.data[ADMUX] as number;
    const reference = [this.aref, AVCC, AVCC, BANDGAP][mux >> 6] as number;
    this.taken = Math.max(0, Math.min(1023, Math.floor((1024 * this.input(mux & 15)) / reference)));
  }

  /** Table 24-4. */
  private input(channel: number): number {
    if (channel < 8) return this.volts(channel);
    if (channel === 8) return TEMPERATURE;
    return channel === 14 ? BANDGAP : 0;
  }

  private finish(): void {
    const { core } = this;
    if (!this.locked) {
      const value = (core.data[ADMUX] as number) & ADLAR ? this.taken << 6 : this.taken;
      core.data[ADCL] = value & 0xff;
      core.data[ADCH] = value >> 8;
    }
    const control = (core.data[ADCSRA] as number) | ADIF;
    const freeRunning = control & ADATE && ((core.data[ADCSRB] as number) & ADTS) === 0;
    core.data[ADCSRA] = freeRunning ? control : control & ~ADSC;
    if (freeRunning) this.convert(core.now);
    this.update();
  }

  private update(): void {
    const control = this.core.data[ADCSRA] as number;
    this.core.setPending(VECTOR, (control & ADIF) !== 0 && (control & ADIE) !== 0);
  }
}
