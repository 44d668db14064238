#!/bin/sh
# avr-libc 2.0 updates a block of EEPROM from its end, and writes one from its beginning.
#
# Expected: eeprom_update_block writes what eeprom_write_block does, less the bytes that are there already (both have one
# sentence in <avr/eeprom.h>, without an order); so a mark in the last byte of a record is the last one written, and
# is there only if the rest is.
# Seen: update_block and update_word go from the last byte to the first; write_block alone goes upwards. With update_block
# a loss of power leaves the mark of a record whose beginning was never written.
# Source: libc/misc/eeupd_block.S, which points behind the block and counts down; EEPROM writes as avr8js sees them.
# Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
libc=1:2.0.0+Atmel3.6.2-3
apt-get install -y -qq "avr-libc=$libc" gcc-avr=1:5.4.0+Atmel3.6.2-3 >/dev/null 2>&1
npm install --silent --no-audit --no-fund avr8js@0.21.0 >/dev/null
echo "avr-libc $libc, $(avr-gcc --version | head -1), avr8js 0.21.0"

cat >record.c <<'C'
#include <avr/eeprom.h>
static const unsigned char record[] = {0x11, 0x22, 0x33, 0xa5};
int main(void) {
  eeprom_write_block(record, (void *)0x10, sizeof record);
  eeprom_busy_wait();
  eeprom_update_block(record, (void *)0x20, sizeof record);
  eeprom_busy_wait();
  eeprom_update_word((uint16_t *)0x30, 0x2211);
  eeprom_busy_wait();
  __asm__("break");
  for (;;) {}
}
C
cat >run.cjs <<'J'
const { AVREEPROM, avrInstruction, CPU, EEPROMMemoryBackend } = require('avr8js');
const flash = new Uint16Array(0x4000);
const program = require('fs').readFileSync('record.bin');
new Uint8Array(flash.buffer).set(program);
const cpu = new CPU(flash, 2048);
const memory = new EEPROMMemoryBackend(1024);
const order = [];
new AVREEPROM(cpu, {
  readMemory: (address) => memory.readMemory(address),
  eraseMemory: (address) => memory.eraseMemory(address),
  writeMemory(address, value) {
    order.push(address.toString(16));
    memory.writeMemory(address, value);
  },
});
while (flash[cpu.pc] !== 0x9598 && cpu.cycles < 16e6) {
  avrInstruction(cpu);
  cpu.tick();
}
console.log(`write_block: ${order.slice(0, 4)}; update_block: ${order.slice(4, 8)}; update_word: ${order.slice(8)}`);
process.exit(order.join() === '10,11,12,13,23,22,21,20,31,30' ? 0 : 1);
J
avr-gcc -Os -mmcu=atmega328p record.c -o record.elf
avr-objcopy -O binary record.elf record.bin
node run.cjs
