#!/bin/sh
# Debian 12's optiboot for the Arduino Uno does not fit the chip.
#
# Expected: optiboot_atmega328.hex lies in the 512 bytes of the boot loader section, 0x7E00 to 0x7FFF, with its version
# in the last word (optiboot's Makefile: .text=0x7e00, .version=0x7ffe; the ATmega328P has 32 KiB of flash).
# Seen: built by avr-gcc 5.4 it has 532 bytes. 20 of them lie beyond the end of the flash, the start of the firmware among
# them, and the version is written over an instruction. simavr runs it, since it reads beyond its flash too.
# Debian 12. Exits with 0 while that is so.
set -eu
version=1.8.7+dfsg-1~deb12u1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq "arduino-core-avr=$version" >/dev/null 2>&1
dpkg -x arduino-core-avr_*.deb .
hex=usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex
echo "arduino-core-avr $version"
beyond=0
overlap=0
code=''
while read -r line; do
  line=$(printf '%s' "$line" | tr -d '\r')
  count=$((0x$(printf '%s' "$line" | cut -c2-3)))
  address=$((0x$(printf '%s' "$line" | cut -c4-7)))
  [ "$(printf '%s' "$line" | cut -c8-9)" = 00 ] || continue
  [ $((address + count)) -gt 32768 ] && beyond=$((beyond + address + count - (address > 32768 ? address : 32768)))
  [ "$address" -eq 32752 ] && code=$(printf '%s' "$line" | cut -c38-41)
  [ "$address" -eq 32766 ] && overlap=$(printf '%s' "$line" | cut -c10-13)
done <"$hex"
echo "bytes beyond the flash: $beyond; at 0x7FFE the code has $code, the version $overlap"
[ "$beyond" -eq 20 ] && [ "$code" = 9083 ] && [ "$overlap" = 0404 ]
