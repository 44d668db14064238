#!/usr/bin/env bash
# The power-cut test on the simulated Uno must fail for a firmware that overwrites the slot it runs.
set -eu
cd "$(dirname "$0")/../.."

make -s -C firmware hex-single-slot
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if CARRYBIT_HEX=$PWD/firmware/build/single-slot.hex npx vitest run test/chip/power-cuts.test.ts >"$log" 2>&1; then
  echo 'failed: the test passes a single-slot firmware'
  exit 1
fi
grep -q 'neither' "$log" || { cat "$log"; exit 1; }
echo 'a single-slot firmware is left without a network, and the test says so'
