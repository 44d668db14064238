#!/usr/bin/env bash
# `carrybit flash-firmware` through the real avrdude, to the real optiboot on simavr.
# Debian: apt-get install avrdude arduino-core-avr libsimavr-dev libelf-dev gcc
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
optiboot=/usr/share/arduino/hardware/arduino/avr/bootloaders/optiboot/optiboot_atmega328.hex

folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null; rm -rf "$folder"' EXIT
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -Ifirmware -Itest/firmware -o "$folder/uno" \
  test/firmware/simavr_optiboot.c test/firmware/simavr_uno.c -lsimavr -lelf -lm
cd "$folder"

carrybit() { timeout 120 "$(command -v node)" "$root/dist/bin/carrybit.cjs" "$@"; }

# expect CODE TEXT COMMAND…: the command ends with this code, and says this.
expect() {
  local due=$1 text=$2 code=0
  shift 2
  "$@" >said 2>&1 || code=$?
  if [ "$code" -ne "$due" ] || ! grep -q -- "$text" said; then
    printf 'failed: %s\n  due: exit code %s and "%s"; got %s and:\n' "$*" "$due" "$text" "$code"
    cat said
    exit 1
  fi
  printf 'exit code %s, "%s": %s\n' "$code" "$text" "${*:2}"
}

# served FILE: waits for a server's first line.
served() {
  for _ in $(seq 100); do [ -s "$1" ] && break; sleep 0.1; done
  grep -oE '[0-9]{4,5}' "$1" | tail -1
}

./uno "$optiboot" >port 2>log &
servers+=($!)
uno=tcp://127.0.0.1:$(served port)
carrybit train --quiet >/dev/null

expect 7 'flash-firmware puts its firmware on an Uno' carrybit flash-weights --port "$uno"
expect 0 'is written, verified and answers. It runs no network yet' carrybit flash-firmware --port "$uno"
expect 0 'as proven. It now runs the adder' carrybit flash-weights --port "$uno"
expect 0 'is written, verified and answers. It runs the adder it had' carrybit flash-firmware --port "$uno"

# A board without a boot loader, and a computer without avrdude.
node "$root/dist/bin/carrybit.cjs" sim --tcp 0 --json >sim &
servers+=($!)
expect 5 'programmer is not responding\|not in sync' carrybit flash-firmware --port "tcp://127.0.0.1:$(served sim)"
mkdir bin && ln -s "$(command -v node)" "$(command -v timeout)" bin
without_avrdude() { PATH=$folder/bin carrybit "$@"; }
expect 1 'avrdude is not installed' without_avrdude flash-firmware --port "$uno"
expect 4 'there is no such port' carrybit flash-firmware --port "$folder/none"
