#!/usr/bin/env bash
# `carrybit flash-firmware` to real boot loaders on simulated chips, over TCP and over serial devices, by itself and through the
# real avrdude. Debian: apt-get install avrdude arduino-core-avr gcc-avr avr-libc socat
set -eu
. "$(dirname "$0")/flashing.sh"
"$root/test/board/build-optiboot.sh" "$folder/optiboot.hex"
atmegaboot=/usr/share/arduino/hardware/arduino/avr/bootloaders/atmega/ATmegaBOOT_168_atmega328.hex
blink=$root/test/firmware-sim/programs/blink.hex

# chip NAME OPTION…: a simulated board on TCP. Its port is then in the file NAME.
chip() {
  local name=$1
  shift
  serve "$name" node "$main" sim --tcp 0 --json --eeprom "$name.bin" --firmware "$blink" "$@"
}

# tcp NAME: waits for a chip, and gives its port.
tcp() {
  until_ready test -s "$1"
  printf 'socket://127.0.0.1:%s' "$(grep -oE '"port":[0-9]+' "$1" | grep -oE '[0-9]+')"
}

chip uno --boot-loader optiboot.hex
chip nano --boot-loader "$atmegaboot"
chip bare
uno=$(tcp uno)
nano=$(tcp nano)
carrybit train --quiet >/dev/null

expect 7 'flash-firmware puts its firmware on an Uno' carrybit flash-weights --port "$uno"
for board in "$uno" "$nano"; do
  expect 0 'is written, verified and answers. It runs no network' carrybit flash-firmware --port "$board"
  expect 0 'as proven. It now runs the adder' carrybit flash-weights --port "$board"
  expect 0 'is written, verified and answers. It runs the adder it had' carrybit flash-firmware --port "$board"
done
expect 0 '"chip":"ATmega328P","baud":115200}' carrybit flash-firmware --port "$uno" --json
expect 0 'It runs the adder it had' carrybit flash-firmware --port "$uno" --programmer avrdude

# A serial device; whoever opens it resets the board.
serve socat socat pty,raw,echo=0,wait-slave,link="$folder/device" "tcp:${nano#socket://}"
until_ready test -e device
expect 0 'It runs the adder it had' carrybit flash-firmware --port "$folder/device" --baud 57600

# Killed half-way, the board has no firmware; its boot loader has it written again.
timeout 3 node "$main" flash-firmware --port "$nano" >said 2>&1 && exit 1
expect 0 'It runs the adder it had' carrybit flash-firmware --port "$nano"

# A board without a boot loader, a board that goes, a computer without avrdude, wrong rates, no port.
bare=$(tcp bare)
expect 7 'no boot loader answers at 115200 or 57600 baud' carrybit flash-firmware --port "$bare"
expect 5 'programmer is not responding\|not in sync' carrybit flash-firmware --port "$bare" --programmer avrdude
(sleep 2 && kill "${servers[0]}") &
expect 9 'the port was closed' carrybit flash-firmware --port "$uno"
mkdir bin && ln -s "$(command -v node)" "$(command -v timeout)" bin
without_avrdude() { PATH=$folder/bin carrybit "$@"; }
expect 1 'avrdude is not installed' without_avrdude flash-firmware --port "$nano" --programmer avrdude
expect 2 '--baud: expected 1200–1000000, got 300' carrybit flash-firmware --port "$nano" --baud 300
expect 4 'there is no such port' carrybit flash-firmware --port "$folder/none"
