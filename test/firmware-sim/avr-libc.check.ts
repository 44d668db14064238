import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { ATMEGA328P } from '../../firmware-sim/chip/atmega328p.ts';
import { ATMEGA2560 } from '../../firmware-sim/chip/atmega2560.ts';
import type { ChipDescription } from '../../firmware-sim/chip/description.ts';

type Values = [name: string, value: number][];

/** Numbers in a description, with the names that avr-libc has for them. */
function values(chip: ChipDescription): Values {
  const { cpu, flash, eeprom, selfProgramming, external, spi, twi, adc } = chip;
  const found: Values = [
    ['RAMSTART', cpu.sramStart],
    ['RAMEND', cpu.sramStart + cpu.sramBytes - 1],
    ['_VECTORS_SIZE', cpu.vectors * 4],
    ['FLASHEND', flash.flashBytes - 1],
    ['E2END', eeprom.bytes - 1],
    ['SPM_PAGESIZE', selfProgramming.pageWords * 2],
    ...selfProgramming.signature.map((byte, at): [string, number] => [`SIGNATURE_${at}`, byte]),
    ...numbers(chip.clock),
    ...numbers(chip.sleep),
    ...numbers(chip.reset),
    ...numbers(chip.control),
    ...numbers(chip.watchdog, 'WDT'),
    ...numbers(eeprom, 'EE_READY'),
    ...numbers(selfProgramming, 'SPM_READY'),
    ...numbers(chip.prescaler),
    ...numbers(adc, 'ADC'),
    ...numbers(spi, 'SPI_STC'),
    ...numbers(twi, 'TWI'),
    ...numbers(external),
    ...external.EICR.map((address, at): [string, number] => [`EICR${'AB'[at]}`, address]),
    ...external.external.map(({ vector }, at): [string, number] => [`INT${at}_vect_num`, vector]),
  ];
  for (const [at, { PCMSK, vector }] of external.changes.entries())
    found.push([`PCMSK${at}`, PCMSK], [`PCINT${at}_vect_num`, vector]);
  for (const [letter, { PIN, DDR, PORT, MCUCR }] of Object.entries(chip.ports))
    found.push([`PIN${letter}`, PIN], [`DDR${letter}`, DDR], [`PORT${letter}`, PORT], ['MCUCR', MCUCR]);
  for (const [at, usart] of chip.usarts.entries()) {
    const { UCSRA, UCSRB, UCSRC, UBRRL, UBRRH, UDR, vectors } = usart;
    const name = chip.usarts.length > 1 ? `USART${at}` : 'USART';
    found.push([`UCSR${at}A`, UCSRA], [`UCSR${at}B`, UCSRB], [`UCSR${at}C`, UCSRC], [`UDR${at}`, UDR]);
    found.push([`UBRR${at}L`, UBRRL], [`UBRR${at}H`, UBRRH], [`${name}_RX_vect_num`, vectors.received]);
    found.push([`${name}_UDRE_vect_num`, vectors.empty], [`${name}_TX_vect_num`, vectors.sent]);
  }
  for (const [at, timer] of chip.timers.entries()) {
    const { TCCRA, TCCRB, TCCRC, TCNT, ICR, TIFR, TIMSK, bits, vectors } = timer;
    const low = bits === 16 ? 'L' : '';
    found.push([`TCCR${at}A`, TCCRA], [`TCCR${at}B`, TCCRB], [`TCNT${at}${low}`, TCNT]);
    found.push([`TIFR${at}`, TIFR], [`TIMSK${at}`, TIMSK], [`TIMER${at}_OVF_vect_num`, vectors.overflow]);
    if (TCCRC !== undefined) found.push([`TCCR${at}C`, TCCRC]);
    if (ICR !== undefined) found.push([`ICR${at}L`, ICR]);
    if (vectors.capture !== undefined) found.push([`TIMER${at}_CAPT_vect_num`, vectors.capture]);
    for (const [channel, address] of timer.OCR.entries()) {
      const letter = 'ABC'[channel];
      found.push([`OCR${at}${letter}${low}`, address]);
      found.push([`TIMER${at}_COMP${letter}_vect_num`, vectors.compare[channel] as number]);
    }
  }
  return found;
}

/** What has the name of a register, and `vector` by the name of its interrupt. */
function numbers(part: object, interrupt?: string): Values {
  return Object.entries(part).flatMap(([name, value]): Values => {
    if (name === 'vector') return [[`${interrupt}_vect_num`, value]];
    return typeof value === 'number' && /^[A-Z][A-Z\d]{3,}$/.test(name) && !/^M(OSI|ISO)$/.test(name)
      ? [[name, value]]
      : [];
  });
}

it.each([
  [ATMEGA328P, 107],
  [ATMEGA2560, 220],
])('$name: addresses, vectors and sizes are those of avr-libc', (chip, count) => {
  const due = values(chip);
  expect(due.length).toBe(count);
  const program = due.map(([name], at) => `value_${at} = ${name};`).join('\n');
  // Without the pointers of C registers are the addresses they have.
  const read = execFileSync(
    'avr-gcc',
    [`-mmcu=${chip.name.toLowerCase()}`, '-D_SFR_ASM_COMPAT=1', '-E', '-P', '-xc', '-'],
    { input: `#include <avr/io.h>\n${program}`, encoding: 'utf8' },
  );
  const found = [...read.matchAll(/^value_(\d+) = (.*);$/gm)].map(([, at, text = '']): [string, number] => [
    due[Number(at)]?.[0] ?? '',
    Number(/^[\dA-Fa-fxX()+*\s-]+$/.test(text) ? new Function(`return ${text}`)() : Number.NaN),
  ]);
  expect(found).toEqual(due);
});
