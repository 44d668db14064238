import type { AdcInput } from './adc.ts';
import type { ChipDescription } from './description.ts';
import { FLASH_BYTES } from './hex.ts';
import { portPin, portPins } from './port.ts';
import { DIVIDERS, DIVIDERS_OWN } from './timer-description.ts';
import { WAVEFORMS_8, WAVEFORMS_16 } from './waveform.ts';

/** EEPROM of the ATmega328P in bytes (datasheet section 8.4). */
export const EEPROM_BYTES = 1024;

const MCUCR = 0x55;
const MCUSR = 0x54;

/** Its datasheet (of the ATmega48A to 328P) is the one whose chapters the peripherals' files name. */
export const ATMEGA328P: ChipDescription = {
  name: 'ATmega328P',
  cpu: { sramStart: 0x100, sramBytes: 2048, vectors: 26 },
  flash: { flashBytes: FLASH_BYTES, bootStarts: [0x7000, 0x7800, 0x7c00, 0x7e00] },
  clock: { CLKPR: 0x61 },
  sleep: { SMCR: 0x53 },
  reset: { MCUSR },
  control: { MCUCR },
  watchdog: { WDTCSR: 0x60, MCUSR, vector: 6 },
  eeprom: { bytes: EEPROM_BYTES, EECR: 0x3f, EEDR: 0x40, EEARL: 0x41, EEARH: 0x42, vector: 22 },
  selfProgramming: {
    SPMCSR: 0x57,
    vector: 25,
    pageWords: 64,
    readWhileWriteWords: 0x3800,
    signature: [0x1e, 0x95, 0x0f],
  },
  ports: {
    B: { PIN: 0x23, DDR: 0x24, PORT: 0x25, MCUCR },
    C: { PIN: 0x26, DDR: 0x27, PORT: 0x28, MCUCR },
    D: { PIN: 0x29, DDR: 0x2a, PORT: 0x2b, MCUCR },
  },
  external: {
    PCIFR: 0x3b,
    EIFR: 0x3c,
    EIMSK: 0x3d,
    PCICR: 0x68,
    EICR: [0x69],
    external: [
      { pin: portPin('D2'), vector: 1 },
      { pin: portPin('D3'), vector: 2 },
    ],
    changes: [
      { PCMSK: 0x6b, pins: portPins('B0 B1 B2 B3 B4 B5 B6 B7'), vector: 3 },
      { PCMSK: 0x6c, pins: portPins('C0 C1 C2 C3 C4 C5 C6 -'), vector: 4 },
      { PCMSK: 0x6d, pins: portPins('D0 D1 D2 D3 D4 D5 D6 D7'), vector: 5 },
    ],
  },
  prescaler: { GTCCR: 0x43 },
  timers: [
    {
      bits: 8,
      TCCRA: 0x44,
      TCCRB: 0x45,
      TCNT: 0x46,
      OCR: [0x47, 0x48],
      TIFR: 0x35,
      TIMSK: 0x6e,
      vectors: { compare: [14, 15], overflow: 16 },
      prescaler: 'shared',
      dividers: DIVIDERS,
      waveforms: WAVEFORMS_8,
      outputs: [portPin('D6'), portPin('D5')],
      clock: portPin('D4'),
    },
    {
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
      prescaler: 'shared',
      dividers: DIVIDERS,
      waveforms: WAVEFORMS_16,
      outputs: [portPin('B1'), portPin('B2')],
      clock: portPin('D5'),
      capture: portPin('B0'),
    },
    {
      bits: 8,
      TCCRA: 0xb0,
      TCCRB: 0xb1,
      TCNT: 0xb2,
      OCR: [0xb3, 0xb4],
      TIFR: 0x37,
      TIMSK: 0x70,
      vectors: { compare: [7, 8], overflow: 9 },
      prescaler: 'own',
      dividers: DIVIDERS_OWN,
      waveforms: WAVEFORMS_8,
      outputs: [portPin('B3'), portPin('D3')],
    },
  ],
  usarts: [
    {
      UCSRA: 0xc0,
      UCSRB: 0xc1,
      UCSRC: 0xc2,
      UBRRL: 0xc4,
      UBRRH: 0xc5,
      UDR: 0xc6,
      vectors: { received: 18, empty: 19, sent: 20 },
    },
  ],
  spi: {
    SPCR: 0x4c,
    SPSR: 0x4d,
    SPDR: 0x4e,
    vector: 17,
    ...{ port: 'B', SS: 2, MOSI: 3, MISO: 4, SCK: 5 },
  },
  twi: {
    TWBR: 0xb8,
    TWSR: 0xb9,
    TWAR: 0xba,
    TWDR: 0xbb,
    TWCR: 0xbc,
    vector: 24,
    ...{ port: 'C', SDA: 4, SCL: 5 },
  },
  adc: {
    ADCL: 0x78,
    ADCH: 0x79,
    ADCSRA: 0x7a,
    ADCSRB: 0x7b,
    ADMUX: 0x7c,
    vector: 21,
    references: ['AREF', 'AVCC', 'AVCC', 1.1],
    muxMask: 0x0f,
    // Table 24-4: eight pins, the temperature sensor at 25 °C (table 24-2), the bandgap.
    inputs: new Map<number, AdcInput>([
      ...Array.from({ length: 8 }, (_, channel) => [channel, { channel }] as const),
      [8, { volts: 0.314 }],
      [14, { volts: 1.1 }],
    ]),
  },
};
