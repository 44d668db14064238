#!/usr/bin/env bash
# firmata-io sends a stepper speed of 100000 as 0.00000000001, and 99999 as 99999.
#
# Expected: AccelStepperFirmata's numbers have a significand of 23 bits and a decimal exponent of 4 bits, -11 to 4 (Firmata
# protocol, accelStepperFirmata). 100000 fits: as 10 times ten to the fourth.
# Seen: the significand loses its trailing zeros first, so 100000 becomes 1 times ten to the fifth, and of the exponent only
# the lower four bits are sent: the board reads ten to the minus eleventh and the motor stands. All numbers with five or more
# trailing zeros have that, while 123456 is right; and numbers whose digits reach beyond the eleventh place after the point
# wrap to the other side, so 0.0000012345678 becomes 12345670000. No error is raised.
# The numbers are decoded here by the layout of the protocol. firmata-io 2.3.0 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error firmata-io@2.3.0 >/dev/null
cat >speed.cjs <<'J'
const { EventEmitter } = require('node:events')
console.log('firmata-io', require('firmata-io/package.json').version)
const { Firmata } = require('firmata-io')
const sent = []
const transport = Object.assign(new EventEmitter(), { write: bytes => sent.push([...bytes]) })
const board = new Firmata(transport, { skipCapabilities: true, reportVersionTimeout: 0 })
transport.emit('open')

/** What a board reads from the four bytes of a number. */
function decode([low, middle, high, last]) {
  const significand = low | (middle << 7) | (high << 14) | ((last & 3) << 21)
  const exponent = ((last >> 2) & 15) - 11
  return Number(`${last & 64 ? '-' : ''}${significand}e${exponent}`)
}
const due = {
  1: 1, 33.5: 33.5, 99999: 99999, 100000: 1e-11, 123456: 123456, 200000: 2e-11, '-100000': -1e-11, 1000000: 1e-10,
  0.00001: 0.00001, 0.0000012345678: 12345670000,
}
let same = true
for (const [number, expected] of Object.entries(due)) {
  sent.length = 0
  board.accelStepperSpeed(0, Number(number))
  const message = sent.flat()
  const got = decode(message.slice(4, 8))
  console.log(`speed ${number}: ${message.map(byte => byte.toString(16).padStart(2, '0')).join(' ')}, which is ${got}`)
  same &&= got === expected
}
process.exit(same ? 0 : 1)
J
timeout 60 node speed.cjs
