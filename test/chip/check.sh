#!/usr/bin/env bash
# What takes minutes or other tools than Node: the firmware's cell compared over a million steps with itself on the host
# and on simavr, pairs of power cuts, noise on the line, stand-alone timing. The firmware is the committed one.
# Debian: apt-get install gcc make libsimavr-dev libelf-dev
set -eu
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make -s -C firmware host-cell
cp firmware/build/host-cell "$folder"
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -Ifirmware/core -Ifirmware/boards/host -Itest/firmware -o "$folder/simavr-cell" \
  test/firmware/simavr_cell.c test/firmware/simavr_uno.c test/firmware/networks.c -lsimavr -lelf -lm
CELL_PROGRAMS=$folder npx vitest run --project chip "${@:-test/chip/}"
