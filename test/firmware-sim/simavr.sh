#!/bin/sh
# The simulated chip beside simavr: arithmetic on all operands, random programs step by step.
# Debian: apt-get install libsimavr-dev libelf-dev gcc
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
gcc -std=gnu11 -O2 -Wall -Wextra -Werror -o "$folder/steps" test/firmware-sim/simavr_steps.c -lsimavr -lelf -lm
SIMAVR_STEPS="$folder/steps" npx vitest run --project chip test/firmware-sim/simavr.check.ts
