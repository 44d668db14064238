#!/bin/sh
# A stopped timer of simavr 1.6 counts from 0 again, and reads 0 while it stands.
#
# Expected: with the clock select bits at 0 the timer is stopped; its counter keeps its value and can be read and written
# at any time, and it goes on from there with whatever clock comes next (ATmega328P datasheet, 16-bit Timer/Counter1,
# "Counter Unit" and clock select). So time is measured by stopping the timer and then reading it, and set beforehand.
# Seen: TCNT of timers 0, 1 and 2 reads 0 as soon as the timer is stopped, what is written then is lost, and a pause or
# another prescaler begins at 0. Only a timer that runs can be read and written. avr8js 0.21 does what the datasheet says.
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
cat >timers.c <<'C'
#include <avr/io.h>
/* Shows a counter's upper bits, so that a few cycles more or less do not matter. */
static void show(uint16_t value) {
  while (!(UCSR0A & 1 << UDRE0)) {}
  UDR0 = "0123456789ABCDEF"[value >> 8 & 15];
}
/* About 1300 cycles. */
static void wait(void) {
  for (uint16_t i = 0; i < 256; i++) __asm__ volatile("nop");
}
int main(void) {
  UCSR0B = 1 << TXEN0;
  uint16_t value;
#define TIME(control, counter, clock, shift) \
  counter = 0; control = clock; wait(); value = counter; control = 0; show(value << shift); show(counter << shift);
  TIME(TCCR1B, TCNT1, 1, 0)
  TIME(TCCR0B, TCNT0, 2, 4)
  TIME(TCCR2B, TCNT2, 2, 4)
  TCNT1 = 0x780; show(TCNT1);                                                               /* set while it stands */
  TCCR1B = 1; value = TCNT1; TCCR1B = 0; show(value);                                       /* and started */
  TCNT1 = 0; TCCR1B = 1; wait(); TCCR1B = 0; TCCR1B = 1; value = TCNT1; TCCR1B = 0; show(value); /* after a pause */
  TCNT1 = 0; TCCR1B = 1; wait(); TCCR1B = 2; value = TCNT1; TCCR1B = 0; show(value);        /* with another clock */
  TCCR1B = 1; TCNT1 = 0x780; value = TCNT1; TCCR1B = 0; show(value);                        /* set while it runs */
  while (!(UCSR0A & 1 << UDRE0)) {}
  UDR0 = '\n';
  wait();
  wait();
  __asm__ volatile("cli\nsleep");
  for (;;) {}
}
C
cat >run.cjs <<'J'
const { AVRTimer, AVRUSART, avrInstruction, CPU, timer0Config, timer1Config, timer2Config, usart0Config } = require('avr8js');
const flash = new Uint16Array(0x4000);
new Uint8Array(flash.buffer).set(require('fs').readFileSync('timers.bin'));
const cpu = new CPU(flash, 2048);
const usart = new AVRUSART(cpu, usart0Config, 16e6);
for (const config of [timer0Config, timer1Config, timer2Config]) new AVRTimer(cpu, config);
let line = '';
usart.onByteTransmit = (byte) => (line += String.fromCharCode(byte));
while (!line.endsWith('\n') && cpu.cycles < 16e6) {
  avrInstruction(cpu);
  cpu.tick();
}
console.log(line.trim());
J
avr-gcc -Os -mmcu=atmega328p timers.c -o timers.elf
avr-objcopy -O binary timers.elf timers.bin
avr-objcopy -O ihex timers.elf timers.hex
export LD_LIBRARY_PATH
simavr=$(timeout 20 usr/bin/simavr -m atmega328p -f 16000000 timers.hex 2>&1 | grep -oE '[0-9A-F]{11}')
avr8js=$(node run.cjs)
tell() {
  echo "$1: upper digit of timers 1, 0, 2 running and then stopped: $(echo "$2" | sed 's/^\(..\)\(..\)\(..\).*/\1 \2 \3/');" \
    "set while stopped, started, after a pause, with another clock, set while running: $(echo "$2" | cut -c7-)"
}
tell avr8js "$avr8js"
tell simavr "$simavr"
[ "$avr8js $simavr" = "55AAAA77557 50A0A000007" ]
