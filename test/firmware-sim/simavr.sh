#!/bin/sh
# The simulated chips beside simavr (arithmetic on all operands, random programs step by step) and avr-libc (addresses and
# vectors).
# Debian: apt-get install libsimavr-dev libelf-dev gcc gcc-avr avr-libc
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$folder/steps" test/firmware-sim/simavr_steps.c -lsimavr -lelf -lm
SIMAVR_STEPS="$folder/steps" npx vitest run --project chip test/firmware-sim/simavr.check.ts test/firmware-sim/avr-libc.check.ts
