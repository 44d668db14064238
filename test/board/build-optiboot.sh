#!/bin/sh
# build-optiboot.sh OUTPUT.hex: builds the optiboot of Debian's arduino-core-avr for an ATmega328P at 16 MHz from its
# source. It gets a boot loader section of 1 KiB: built by avr-gcc 5.4 it is larger than the 512 bytes of an Uno's, and
# Debian's own optiboot_atmega328.hex goes 20 bytes beyond the end of the flash.
# Debian: apt-get install arduino-core-avr gcc-avr avr-libc
set -eu
source=/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot.c
elf=${1%.hex}.elf
avr-gcc -mmcu=atmega328p -DF_CPU=16000000L -DBAUD_RATE=115200 -DLED_START_FLASHES=3 -Os -fno-inline-small-functions \
  -fno-split-wide-types -Wl,--section-start=.text=0x7c00 -Wl,--section-start=.version=0x7ffe -Wl,--relax \
  -nostartfiles -nostdlib -o "$elf" "$source"
avr-objcopy -j .text -j .data -j .version --set-section-flags .version=alloc,load -O ihex "$elf" "$1"
