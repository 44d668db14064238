#!/bin/sh
# The live page in real Chromium: $CHROMIUM, or Debian's. Not part of `npm test`, which needs no browser.
set -eu
cd "$(dirname "$0")/../.."

CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$CHROMIUM" ]; then
  echo "there is no Chromium at $CHROMIUM: apt-get install chromium, or set CHROMIUM to where it is" >&2
  exit 1
fi
export CHROMIUM
npx vitest run --project browser test/web/
