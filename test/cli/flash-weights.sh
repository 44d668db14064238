#!/usr/bin/env bash
# `carrybit flash-weights` over real serial devices: pseudo-terminals that socat joins to simulated Unos. What udev says
# of USB is the one thing made up here.
# Debian: apt-get install socat
set -eu
. "$(dirname "$0")/flashing.sh"

# board NAME: a simulated Uno at the device NAME.
board() {
  serve "$1.json" node "$main" sim --tcp 0 --json --eeprom "$1.bin"
  until_ready test -s "$1.json"
  serve "$1.log" socat "PTY,link=$folder/$1,raw,echo=0" "TCP:127.0.0.1:$(grep -oE '"port":[0-9]+' "$1.json" | cut -d: -f2)"
  until_ready test -e "$1"
}

board ttyONE
board ttyTWO
mkdir bin
cat >bin/udevadm <<END
#!/bin/sh
for board in ONE TWO; do
  printf 'P: /devices/usb1/tty/ttyACM0\nN: ttyACM0\nE: DEVNAME=%s\nE: ID_VENDOR_ID=2341\nE: ID_SERIAL_SHORT=%s\n\n' "$folder/tty\$board" "\$board"
done
END
chmod +x bin/udevadm
export PATH="$folder/bin:$PATH"
carrybit train --quiet
carrybit train --quiet --task parity --out parity

expect 4 'several boards are plugged in' carrybit flash-weights
expect 0 'ttyTWO: 314 bytes written and read back; \([0-9]*\) of \1 reachable' carrybit flash-weights --all
expect 0 'It now runs the parity' carrybit flash-weights parity/network.json --port "$folder/ttyONE"
CARRYBIT_PORT="$folder/ttyTWO" expect 0 'before, it had the adder' carrybit flash-weights

# Killed at any moment, it leaves a board that adds with the one network or the other.
for moment in 0.3 0.5 0.7 0.9 1.1 1.3 1.5 1.7; do
  timeout -s KILL "$moment" "$(command -v node)" "$main" flash-weights parity/network.json --port "$folder/ttyTWO" >/dev/null 2>&1 || true
  expect 0 'before, it had the \(adder\|parity\)' carrybit flash-weights --port "$folder/ttyTWO"
done
