#!/usr/bin/env bash
# The npm package intel-hex stops reading once its buffer's last byte is there, and what follows in the file is missing.
#
# Expected: parse(file, bufferSize, addressOffset) discards data beyond the buffer and data before the offset (README). The
# records of an Intel HEX file may come in any order, as from a linker that writes a vector section last.
# Seen: a record that reaches the end of the buffer ends the reading. A file of 20 bytes whose last record comes first gives,
# with a bufferSize of exactly 20, 16 bytes of FF for the ones that stand behind it, without an error; the end of file record
# is not asked for either. Data beyond the buffer is not discarded: with 18, all 20 bytes come. Data before the offset is an
# error. Without bufferSize both orders give the same 20 bytes.
# intel-hex 0.2.0 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error intel-hex@0.2.0 >/dev/null
cat >parse.cjs <<'J'
const hex = require('intel-hex')
console.log('intel-hex', require('intel-hex/package.json').version)
const LOW = ':0400000001020304F2\n'
const HIGH = ':0400100005060708D2\n'
const END = ':00000001FF\n'
const all = '01020304' + 'ff'.repeat(12) + '05060708'
const lost = 'ff'.repeat(16) + '05060708'
const parse = (...options) => {
  try {
    return hex.parse(...options).data.toString('hex')
  } catch (error) {
    return error.code
  }
}
const CASES = [
  ['rising addresses', [LOW + HIGH + END], all],
  ['falling addresses', [HIGH + LOW + END], all],
  ['rising, buffer of 20', [LOW + HIGH + END, 20], all],
  ['falling, buffer of 20', [HIGH + LOW + END, 20], lost],
  ['falling, buffer of 21', [HIGH + LOW + END, 21], all],
  ['rising, buffer of 18', [LOW + HIGH + END, 18], all],
  ['rising, buffer of 20, no end', [LOW + HIGH, 20], all],
  ['rising, from address 16', [LOW + HIGH + END, 64, 16], 'ERR_OUT_OF_RANGE'],
]
let same = true
for (const [title, options, due] of CASES) {
  const got = parse(...options)
  console.log(`${title}: ${got}`)
  same &&= got === due
}
process.exit(same ? 0 : 1)
J
timeout 60 node parse.cjs
