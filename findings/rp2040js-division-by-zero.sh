#!/usr/bin/env bash
# rp2040js divides zero and negative numbers by zero otherwise than the chip, and its quotient can have a fraction.
#
# Expected: the RP2040's divider gives all ones for an unsigned number divided by zero; for a signed one -1, or 1 if it is
# negative; the remainder is the dividend. That is what was measured on the chip for 100, -100 and 0
# (vak.dreamwidth.org/1097369.html).
# Seen: 0 / 0 is 1, signed and unsigned, and -100 / 0 is -1, since the number is taken without a sign there. Other divisions
# are right once the quotient is cut to 32 bits; the register itself holds the quotient of doubles, so 7 / 2 is read as 3.5.
# rp2040js 1.4.1 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error rp2040js@1.4.1 >/dev/null
cat >divide.cjs <<'J'
const { RP2040 } = require('rp2040js')
console.log('rp2040js', JSON.parse(require('node:fs').readFileSync('node_modules/rp2040js/package.json')).version)
const chip = new RP2040()
const SIO = 0xd0000000
function divide(signed, dividend, divisor) {
  const base = SIO + (signed ? 0x68 : 0x60)
  chip.writeUint32(base, dividend >>> 0)
  chip.writeUint32(base + 4, divisor >>> 0)
  const remainder = chip.readUint32(SIO + 0x74)
  return { quotient: chip.readUint32(SIO + 0x70), remainder }
}
const ONES = 0xffffffff
const CASES = [ // signed, dividend, divisor, the chip's quotient and remainder, the simulator's quotient
  [false, 100, 9, 11, 1, 11],
  [false, 100, 0, ONES, 100, ONES],
  [false, 0, 0, ONES, 0, 1],
  [true, -100, 9, -11, -1, -11],
  [true, 100, 0, -1, 100, -1],
  [true, -100, 0, 1, -100, -1],
  [true, 0, 0, -1, 0, 1],
  [true, -0x80000000, -1, -0x80000000, 0, -0x80000000],
]
let same = true
for (const [signed, dividend, divisor, chipQuotient, chipRemainder, due] of CASES) {
  const { quotient, remainder } = divide(signed, dividend, divisor)
  const cut = number => (signed ? number | 0 : number >>> 0)
  const kind = signed ? 'signed  ' : 'unsigned'
  console.log(`${kind} ${dividend} / ${divisor}: chip ${chipQuotient} remainder ${chipRemainder}, rp2040js ${cut(quotient)} remainder ${cut(remainder)}`)
  same &&= cut(quotient) === due && cut(remainder) === chipRemainder
}
const { quotient } = divide(false, 7, 2)
console.log(`7 / 2 as read from the register: ${quotient}`)
process.exit(same && quotient === 3.5 ? 0 : 1)
J
timeout 60 node divide.cjs
