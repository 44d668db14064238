#!/bin/sh
# simavr 1.6 leaves out too much before ADIW and SBIW.
#
# Expected: SBRC, SBRS, CPSE, SBIC and SBIS leave out one instruction; ADIW is one word long (AVR Instruction Set Manual),
# so what follows it is executed. avr-gcc relies on that: `int` divided by 16 is `sbrc r25,7; adiw r24,15; ldi r18,4; …`.
# Seen: when the constant's lower four bits are 12 to 15, simavr takes ADIW or SBIW for two words and leaves out the next
# instruction as well, without a message; so `x / 16` of a positive x shifts by whatever is in r18.
# Debian 12, amd64. Exits with 0 while that is so.
set -eu
version=1.6+dfsg-3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq "simavr=$version" "libsimavr2=$version" "libsimavrparts1=$version" libelf1 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" .; done
library=$(dirname "$(find . -name 'libsimavr.so*' | head -1)")
LD_LIBRARY_PATH=$folder/$library
export LD_LIBRARY_PATH

# program CONSTANT: r16 = 'W'; r25 = 0; SBRC r25,7; ADIW r24,CONSTANT; r16 = 'R'; send r16 and a line feed; CLI; SLEEP.
program() {
  adiw=$(printf '%02X96' $(($1 % 16 + $1 / 16 * 64)))
  bytes="07E590E097FD${adiw}02E518E01093C1000093C6000AE02091C00025FFFCCF0093C6002091C00025FFFCCFF8948895"
  count=$((${#bytes} / 2))
  sum=$count
  for at in $(seq 1 2 ${#bytes}); do sum=$((sum + 0x$(printf '%s' "$bytes" | cut -c"$at-$((at + 1))"))); done
  printf ':%02X000000%s%02X\n:00000001FF\n' "$count" "$bytes" $((-sum & 255))
}

echo "simavr $version; R: the instruction after ADIW was executed, W: it was not"
wrong=''
for constant in 0 1 11 12 13 14 15 16 27 28 31 47 63; do
  program "$constant" >program.hex
  letter=$(timeout 20 usr/bin/simavr -m atmega328p -f 16000000 program.hex 2>&1 | grep -oE '[RW]\.' | head -1 | cut -c1)
  printf 'SBRC, ADIW r24,%-2s: %s\n' "$constant" "$letter"
  [ "$letter" = W ] && wrong="$wrong $constant"
done
[ "$wrong" = ' 12 13 14 15 28 31 47 63' ]
