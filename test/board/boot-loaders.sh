#!/bin/sh
# Firmware written through the real optiboot and the real ATmegaBOOT, both on the simulated chip.
# Debian: apt-get install arduino-core-avr gcc-avr avr-libc
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
test/board/build-optiboot.sh "$folder/optiboot.hex"
cp /usr/share/arduino/hardware/arduino/avr/bootloaders/atmega/ATmegaBOOT_168_atmega328.hex "$folder/ATmegaBOOT.hex"
BOOT_LOADERS="$folder" npx vitest run --project chip test/board/boot-loaders.check.ts
