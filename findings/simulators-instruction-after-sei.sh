#!/bin/sh
# After SEI, simavr runs one instruction too many before an interrupt, and avr8js one too few.
#
# Expected: the instruction after SEI is executed before a pending interrupt, and so is one after RETI (AVR Instruction Set
# Manual, SEI; ATmega328P datasheet, "Reset and Interrupt Handling"). So `sei; cli` takes none, `sei; nop; cli` takes one,
# and of two pending ones the second comes an instruction of the program after the first.
# Seen: in avr8js 0.21 the interrupt comes right after SEI, also in `sei; cli`. In simavr 1.6 it comes two instructions
# after, so `sei; nop; cli` takes none. After RETI neither executes an instruction of the program. So they disagree with the
# manual and with each other on whether a program that opens a window for interrupts has any. simavr's issue 376 tells of
# one that sleeps forever for it; Debian's 1.6 is from before the change.
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
cat >window.c <<'C'
#include <avr/interrupt.h>
#include <avr/io.h>
/* How many INC of the window were executed, now and before each interrupt that was taken. */
register uint8_t steps __asm__("r4");
volatile uint8_t before[2], taken;
ISR(TIMER0_COMPA_vect) { before[taken++] = steps; }
ISR(TIMER0_COMPB_vect) { before[taken++] = steps; }
static void send(uint8_t byte) {
  while (!(UCSR0A & 1 << UDRE0)) {}
  UDR0 = byte;
}
/* Leaves these interrupts of timer 0 pending and the timer stopped. */
static void raise(uint8_t interrupts) {
  TCCR0B = 0;
  TIFR0 = 0xff;
  OCR0A = OCR0B = 100;
  TIMSK0 = interrupts;
  TCCR0B = 1;
  for (uint8_t i = 0; i < 100; i++) __asm__ volatile("nop");
  TCCR0B = 0;
  taken = steps = 0;
}
static void show(void) {
  TIMSK0 = 0;
  send('0' + taken);
  for (uint8_t i = 0; i < 2; i++) send(i < taken ? '0' + before[i] : '-');
}
#define WINDOW(interrupts, inside) \
  raise(interrupts); \
  __asm__ volatile("sei\n" inside "cli" ::: "memory"); \
  show();
#define INC "inc r4\n"
int main(void) {
  UCSR0B = 1 << TXEN0;
  WINDOW(1 << OCIE0A, "")
  WINDOW(1 << OCIE0A, INC)
  WINDOW(1 << OCIE0A, INC INC)
  WINDOW(1 << OCIE0A, INC INC INC INC)
  WINDOW(1 << OCIE0A | 1 << OCIE0B, INC INC INC INC)
  send('\n');
  for (volatile uint16_t wait = 0; wait < 1000; wait++) {}
  __asm__ volatile("cli\nsleep");
  for (;;) {}
}
C
cat >run.cjs <<'J'
const { AVRTimer, AVRUSART, avrInstruction, CPU, timer0Config, usart0Config } = require('avr8js');
const flash = new Uint16Array(0x4000);
new Uint8Array(flash.buffer).set(require('fs').readFileSync('window.bin'));
const cpu = new CPU(flash, 2048);
const usart = new AVRUSART(cpu, usart0Config, 16e6);
new AVRTimer(cpu, timer0Config);
let line = '';
usart.onByteTransmit = (byte) => (line += String.fromCharCode(byte));
while (!line.endsWith('\n') && cpu.cycles < 16e6) {
  avrInstruction(cpu);
  cpu.tick();
}
console.log(line.trim());
J
avr-gcc -Os -ffixed-r4 -mmcu=atmega328p window.c -o window.elf
avr-objcopy -O binary window.elf window.bin
avr-objcopy -O ihex window.elf window.hex
export LD_LIBRARY_PATH
simavr=$(timeout 20 usr/bin/simavr -m atmega328p -f 16000000 window.hex 2>&1 | grep -oE '[0-9-]{15}')
avr8js=$(node run.cjs)
echo 'Each: interrupts taken, and after how many INC the first and second one came'
tell() { echo "$1: sei cli, with 1 INC, with 2, with 4, with 4 and two pending: $(echo "$2" | sed 's/.../& /g')"; }
tell 'due   ' 0--11-11-11-212
tell avr8js "$avr8js"
tell simavr "$simavr"
[ "$avr8js $simavr" = '10-10-10-10-200 0--0--12-12-222' ]
