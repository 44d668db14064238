#!/usr/bin/env bash
# `carrybit flash-firmware` through the real avrdude, to the real optiboot on simavr.
# Debian: apt-get install avrdude arduino-core-avr libsimavr-dev libelf-dev gcc
set -eu
. "$(dirname "$0")/flashing.sh"
optiboot=/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex

gcc -std=gnu11 -O2 -Wall -Wextra -Werror -I"$root/firmware" -I"$root/test/firmware" -o uno \
  "$root/test/firmware/simavr_optiboot.c" "$root/test/firmware/simavr_uno.c" -lsimavr -lelf -lm

# served FILE: waits for a server's first line, and gives the port in it.
served() {
  until_ready test -s "$1"
  grep -oE '[0-9]{4,5}' "$1" | tail -1
}

serve port ./uno "$optiboot" 2>log
uno=socket://127.0.0.1:$(served port)
carrybit train --quiet >/dev/null

expect 7 'flash-firmware puts its firmware on an Uno' carrybit flash-weights --port "$uno"
expect 0 'is written, verified and answers. It runs no network yet' carrybit flash-firmware --port "$uno"
expect 0 'as proven. It now runs the adder' carrybit flash-weights --port "$uno"
expect 0 'is written, verified and answers. It runs the adder it had' carrybit flash-firmware --port "$uno"

# A board without a boot loader, and a computer without avrdude.
serve sim node "$main" sim --tcp 0 --json
expect 5 'programmer is not responding\|not in sync' carrybit flash-firmware --port "socket://127.0.0.1:$(served sim)"
mkdir bin && ln -s "$(command -v node)" "$(command -v timeout)" bin
without_avrdude() { PATH=$folder/bin carrybit "$@"; }
expect 1 'avrdude is not installed' without_avrdude flash-firmware --port "$uno"
expect 4 'there is no such port' carrybit flash-firmware --port "$folder/none"
