#!/bin/sh
# simavr 1.6 writes the EEPROM alike in all three programming modes, and in no time.
#
# Expected: with EEPM = 00 a byte is erased and written, which takes 3.4 ms; with 01 it is only erased, to FF, and with 10
# only written, which clears bits and sets none, 1.8 ms each; EEPE stays 1 meanwhile (ATmega328P datasheet, EECR and table
# of EEPROM mode bits). Counters that clear one bit after another to spare the cells depend on it.
# Seen: simavr stores the byte of EEDR as it is in each mode: "erase" leaves 77 where FF is due, "write only" sets bits. EEPE
# is never read as 1, so waits and cuts of power within a write cannot be tried. avr8js 0.21 does what the datasheet says.
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
cat >modes.c <<'C'
#include <avr/io.h>
enum { BOTH = 0, ERASE = 1 << EEPM0, WRITE = 1 << EEPM1 };
static void send(uint8_t byte) {
  while (!(UCSR0A & 1 << UDRE0)) {}
  UDR0 = byte;
}
static void show(uint8_t byte) {
  send("0123456789ABCDEF"[byte >> 4]);
  send("0123456789ABCDEF"[byte & 15]);
  send(' ');
}
/* Changes a byte, shows what it is then and how long that took in units of 1024 cycles. */
static void change(uint8_t byte, uint8_t mode) {
  EEAR = 5;
  EEDR = byte;
  EECR = mode;
  TCNT1 = 0;
  EECR = mode | 1 << EEMPE;
  EECR = mode | 1 << EEMPE | 1 << EEPE;
  while (EECR & 1 << EEPE) {}
  uint8_t time = TCNT1;
  EECR |= 1 << EERE;
  show(EEDR);
  show(time);
}
int main(void) {
  UCSR0B = 1 << TXEN0;
  TCCR1B = 1 << CS12 | 1 << CS10;
  change(0x5A, BOTH);
  change(0x33, WRITE);
  change(0x77, ERASE);
  change(0xF0, WRITE);
  change(0x0F, WRITE);
  change(0xA5, BOTH);
  send('\n');
  for (volatile uint16_t wait = 0; wait < 1000; wait++) {}
  __asm__("cli\nsleep");
  for (;;) {}
}
C
cat >run.cjs <<'J'
const { AVREEPROM, AVRTimer, AVRUSART, avrInstruction, CPU, EEPROMMemoryBackend, timer1Config, usart0Config } = require('avr8js');
const flash = new Uint16Array(0x4000);
new Uint8Array(flash.buffer).set(require('fs').readFileSync('modes.bin'));
const cpu = new CPU(flash, 2048);
const usart = new AVRUSART(cpu, usart0Config, 16e6);
new AVRTimer(cpu, timer1Config);
new AVREEPROM(cpu, new EEPROMMemoryBackend(1024));
let line = '';
usart.onByteTransmit = (byte) => (line += String.fromCharCode(byte));
while (!line.endsWith('\n') && cpu.cycles < 16e6) {
  avrInstruction(cpu);
  cpu.tick();
}
console.log(line.trim());
J
avr-gcc -Os -mmcu=atmega328p modes.c -o modes.elf
avr-objcopy -O binary modes.elf modes.bin
avr-objcopy -O ihex modes.elf modes.hex
export LD_LIBRARY_PATH
simavr=$(timeout 20 usr/bin/simavr -m atmega328p -f 16000000 modes.hex 2>&1 | grep -oE '([0-9A-F]{2} ){12}' | sed 's/ $//')
avr8js=$(node run.cjs)
bytes() { echo "$1" | cut -d' ' -f1,3,5,7,9,11; }
cycles() { echo "$1" | cut -d' ' -f2,4,6,8,10,12; }
echo 'bytes after 5A to erase and write, 33 to write, 77 to erase, F0 and 0F to write, A5 to erase and write'
echo "due:    5A 12 FF F0 00 A5"
echo "avr8js: $(bytes "$avr8js")   1024 cycles each: $(cycles "$avr8js")"
echo "simavr: $(bytes "$simavr")   1024 cycles each: $(cycles "$simavr")"
[ "$(bytes "$avr8js")" = '5A 12 FF F0 00 A5' ] && [ "$(cycles "$avr8js")" = '38 1C 1C 1C 1C 38' ] &&
  [ "$(bytes "$simavr")" = '5A 33 77 F0 0F A5' ] && [ "$(cycles "$simavr")" = '00 00 00 00 00 00' ]
