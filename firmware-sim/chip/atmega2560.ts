import type { AdcInput } from './adc.ts';
import type { ChipDescription } from './description.ts';
import { type PortDescription, portPin, portPins } from './port.ts';
import { DIVIDERS, DIVIDERS_OWN, type TimerDescription } from './timer-description.ts';
import type { UsartDescription } from './usart.ts';
import { WAVEFORMS_8, WAVEFORMS_16 } from './waveform.ts';

const MCUCR = 0x55;
const MCUSR = 0x54;

/**
 * Datasheet of the ATmega640/1280/1281/2560/2561. Not simulated: external memory, differential inputs of the
 * ADC, and OC0A and OC1C at once on their common pin PB7, where the output compare modulator would join them.
 */
export const ATMEGA2560: ChipDescription = {
  name: 'ATmega2560',
  cpu: { sramStart: 0x200, sramBytes: 8192, vectors: 57 },
  flash: { flashBytes: 0x40000, bootStarts: [0x3e000, 0x3f000, 0x3f800, 0x3fc00] },
  clock: { CLKPR: 0x61 },
  sleep: { SMCR: 0x53 },
  reset: { MCUSR },
  control: { MCUCR },
  watchdog: { WDTCSR: 0x60, MCUSR, vector: 12 },
  eeprom: { bytes: 4096, EECR: 0x3f, EEDR: 0x40, EEARL: 0x41, EEARH: 0x42, vector: 30 },
  selfProgramming: {
    SPMCSR: 0x57,
    vector: 40,
    pageWords: 128,
    readWhileWriteWords: 0x1f000,
    signature: [0x1e, 0x98, 0x01],
  },
  ports: {
    A: port(0x20),
    B: port(0x23),
    C: port(0x26),
    D: port(0x29),
    E: port(0x2c),
    F: port(0x2f),
    G: port(0x32),
    H: port(0x100),
    J: port(0x103),
    K: port(0x106),
    L: port(0x109),
  },
  external: {
    PCIFR: 0x3b,
    EIFR: 0x3c,
    EIMSK: 0x3d,
    PCICR: 0x68,
    EICR: [0x69, 0x6a],
    external: ['D0', 'D1', 'D2', 'D3', 'E4', 'E5', 'E6', 'E7'].map((name, index) => ({
      pin: portPin(name),
      vector: 1 + index,
    })),
    changes: [
      { PCMSK: 0x6b, pins: portPins('B0 B1 B2 B3 B4 B5 B6 B7'), vector: 9 },
      { PCMSK: 0x6c, pins: portPins('E0 J0 J1 J2 J3 J4 J5 J6'), vector: 10 },
      { PCMSK: 0x6d, pins: portPins('K0 K1 K2 K3 K4 K5 K6 K7'), vector: 11 },
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
      vectors: { compare: [21, 22], overflow: 23 },
      prescaler: 'shared',
      dividers: DIVIDERS,
      waveforms: WAVEFORMS_8,
      outputs: [portPin('B7'), portPin('G5')],
      clock: portPin('D7'),
    },
    wideTimer(0x80, 1, 16, ['B5', 'B6', 'B7'], 'D6', 'D4'),
    {
      bits: 8,
      TCCRA: 0xb0,
      TCCRB: 0xb1,
      TCNT: 0xb2,
      OCR: [0xb3, 0xb4],
      TIFR: 0x37,
      TIMSK: 0x70,
      vectors: { compare: [13, 14], overflow: 15 },
      prescaler: 'own',
      dividers: DIVIDERS_OWN,
      waveforms: WAVEFORMS_8,
      outputs: [portPin('B4'), portPin('H6')],
    },
    wideTimer(0x90, 3, 31, ['E3', 'E4', 'E5'], 'E6', 'E7'),
    wideTimer(0xa0, 4, 41, ['H3', 'H4', 'H5'], 'H7', 'L0'),
    wideTimer(0x120, 5, 46, ['L3', 'L4', 'L5'], 'L2', 'L1'),
  ],
  usarts: [usart(0xc0, 25), usart(0xc8, 36), usart(0xd0, 51), usart(0x130, 54)],
  spi: {
    SPCR: 0x4c,
    SPSR: 0x4d,
    SPDR: 0x4e,
    vector: 24,
    ...{ port: 'B', SS: 0, SCK: 1, MOSI: 2, MISO: 3 },
  },
  twi: {
    TWBR: 0xb8,
    TWSR: 0xb9,
    TWAR: 0xba,
    TWDR: 0xbb,
    TWCR: 0xbc,
    vector: 39,
    ...{ port: 'D', SCL: 0, SDA: 1 },
  },
  adc: {
    ADCL: 0x78,
    ADCH: 0x79,
    ADCSRA: 0x7a,
    ADCSRB: 0x7b,
    ADMUX: 0x7c,
    vector: 29,
    references: ['AREF', 'AVCC', 1.1, 2.56],
    muxMask: 0x3f,
    // Table 26-4: eight pins, the bandgap, and eight pins more with MUX5.
    inputs: new Map<number, AdcInput>([
      ...Array.from({ length: 8 }, (_, channel) => [channel, { channel }] as const),
      [0x1e, { volts: 1.1 }],
      ...Array.from({ length: 8 }, (_, index) => [0x20 + index, { channel: 8 + index }] as const),
    ]),
  },
};

function port(PIN: number): PortDescription {
  return { PIN, DDR: PIN + 1, PORT: PIN + 2, MCUCR };
}

/**
 * Timers 1, 3, 4 and 5 are alike (chapter 17).
 *
 * @param first address of TCCRnA
 * @param capture vector of its input capture; those of channels A, B, C and of the overflow follow
 */
function wideTimer(
  first: number,
  number: number,
  capture: number,
  outputs: readonly string[],
  clock: string,
  capturePin: string,
): TimerDescription {
  return {
    bits: 16,
    TCCRA: first,
    TCCRB: first + 1,
    TCCRC: first + 2,
    TCNT: first + 4,
    OCR: [first + 8, first + 10, first + 12],
    ICR: first + 6,
    TIFR: 0x35 + number,
    TIMSK: 0x6e + number,
    vectors: {
      compare: [capture + 1, capture + 2, capture + 3],
      overflow: capture + 4,
      capture,
    },
    prescaler: 'shared',
    dividers: DIVIDERS,
    waveforms: WAVEFORMS_16,
    outputs: outputs.map(portPin),
    clock: portPin(clock),
    capture: portPin(capturePin),
  };
}

/**
 * USARTs 0 to 3 are alike (chapter 22).
 *
 * @param first address of UCSRnA
 * @param received vector of "receive complete"; those of "data register empty" and "transmit complete" follow
 */
function usart(first: number, received: number): UsartDescription {
  return {
    UCSRA: first,
    UCSRB: first + 1,
    UCSRC: first + 2,
    UBRRL: first + 4,
    UBRRH: first + 5,
    UDR: first + 6,
    vectors: { received, empty: received + 1, sent: received + 2 },
  };
}
