#!/bin/sh
# A byte that simavr 1.6 sends takes one bit too many, and its format is that of the last write of UBRR0.
#
# Expected: a frame is a start bit, 5 to 9 data bits, a parity bit if there is one, and 1 or 2 stop bits: 10 bits for the
# usual 8N1. A bit takes 16 (UBRR0 + 1) cycles, 8 (UBRR0 + 1) with U2X0. The order of the registers does not matter; the
# example in the datasheet writes UBRR0 first and UCSR0C last (ATmega328P datasheet, USART0, "Frame Formats", "USART
# Initialization").
# Seen: a byte takes 11 bits with 8N1 and 8E1, 12 with 8N2, 8 with 5N1: a bit more than the frame has, and parity none.
# U2X0 and UCSR0C count as they are when UBRR0L is written; set after it, they change nothing. So what a program waits for
# the serial port is a tenth too long, or more. avr8js 0.21 has the right lengths.
# Debian 12, amd64, and avr8js 0.21.0 from npm. Exits with 0 while that is so.
set -eu
version=1.6+dfsg-3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get install -y -qq gcc-avr=1:5.4.0+Atmel3.6.2-3 avr-libc=1:2.0.0+Atmel3.6.2-3 >/dev/null 2>&1
apt-get download -qq "simavr=$version" "libsimavr2=$version" "libsimavrparts1=$version" libelf1 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
LD_LIBRARY_PATH=$folder/$(dirname "$(find . -name 'libsimavr.so*' | head -1)")
npm install --silent --no-audit --no-fund avr8js@0.21.0 >/dev/null
echo "simavr $version, avr8js 0.21.0, $(avr-gcc --version | head -1)"
cat >frames.c <<'C'
#include <avr/io.h>
static void ready(void) {
  while (!(UCSR0A & 1 << UDRE0)) {}
}
/* Sends bytes with a format, set before UBRR0 or after it, then shows how many bits each took. */
static void measure(uint8_t speed, uint8_t format, uint8_t late) {
  ready();
  UCSR0B = 0;
  if (!late) {
    UCSR0A = speed;
    UCSR0C = format;
  }
  UBRR0 = 10;
  UCSR0A = speed;
  UCSR0C = format;
  UCSR0B = 1 << TXEN0;
  uint8_t bit = speed ? 88 : 176;
  UDR0 = '.';
  ready();
  UDR0 = '.';
  ready();
  uint16_t start = TCNT1;
  for (uint8_t i = 0; i < 8; i++) {
    UDR0 = '.';
    ready();
  }
  uint16_t each = (uint16_t)(TCNT1 - start) / 8;
  UDR0 = 'a' + each / bit;
}
int main(void) {
  UCSR0B = 1 << TXEN0;
  TCCR1B = 1;
  measure(0, 0x06, 0);         /* 8N1 */
  measure(0, 0x0e, 0);         /* 8N2 */
  measure(0, 0x26, 0);         /* 8E1 */
  measure(0, 0x2e, 0);         /* 8E2 */
  measure(0, 0x04, 0);         /* 7N1 */
  measure(0, 0x00, 0);         /* 5N1 */
  measure(1 << U2X0, 0x06, 0); /* 8N1, double speed */
  measure(0, 0x06, 0);
  measure(1 << U2X0, 0x06, 1); /* and set after UBRR0 */
  measure(0, 0x06, 0);
  measure(0, 0x00, 1);         /* 5N1 set after UBRR0 */
  ready();
  UDR0 = '\n';
  for (volatile uint16_t wait = 0; wait < 1000; wait++) {}
  __asm__ volatile("cli\nsleep");
  for (;;) {}
}
C
cat >run.cjs <<'J'
const { AVRTimer, AVRUSART, avrInstruction, CPU, timer1Config, usart0Config } = require('avr8js');
const flash = new Uint16Array(0x4000);
new Uint8Array(flash.buffer).set(require('fs').readFileSync('frames.bin'));
const cpu = new CPU(flash, 2048);
const usart = new AVRUSART(cpu, usart0Config, 16e6);
new AVRTimer(cpu, timer1Config);
let line = '';
usart.onByteTransmit = (byte) => (line += String.fromCharCode(byte));
while (!line.endsWith('\n') && cpu.cycles < 16e6) {
  avrInstruction(cpu);
  cpu.tick();
}
console.log(line.trim());
J
avr-gcc -Os -mmcu=atmega328p frames.c -o frames.elf
avr-objcopy -O binary frames.elf frames.bin
avr-objcopy -O ihex frames.elf frames.hex
export LD_LIBRARY_PATH
# bits: the letters a, b, … as 0, 1, …
bits() { tr -dc 'a-z\n' | sed 's/./&\n/g' | while read -r letter; do [ -z "$letter" ] || printf '%d ' $(($(printf '%d' "'$letter") - 97)); done; }
simavr=$(timeout 20 usr/bin/simavr -m atmega328p -f 16000000 frames.hex 2>&1 | grep -oE '\.{10}[.a-z]*' | bits)
avr8js=$(node run.cjs | bits)
echo 'bits per byte: 8N1 8N2 8E1 8E2 7N1 5N1; 8N1 at double speed; 8N1; double speed set after UBRR0; 8N1; 5N1 set after UBRR0'
echo "due    10 11 11 12 9 7 10 10 10 10 7"
echo "avr8js $avr8js"
echo "simavr $simavr"
[ "$avr8js" = '10 11 11 12 9 7 10 10 10 10 7 ' ] && [ "$simavr" = '11 12 11 12 10 8 11 11 22 11 11 ' ]
