#!/usr/bin/env bash
# The npm package stk500 programs an Arduino and calls it verified, whatever the flash and the signature are.
#
# Expected: bootload() compares the signature of the chip with the one it is given, programs the pages, reads them back and
# ends with an error if a byte differs; it has the steps verifySignature and verify for that.
# Seen: both steps wait for an answer of the right length and never look into it. A boot loader whose flash keeps no byte
# ends without an error, as does a chip of another signature, here an ATmega2560 that is programmed as an ATmega328P. An
# answer of another length is an error.
# The boot loader here is a stream that speaks STK500 version 1: sync, signature, options, address, page, read.
# stk500 2.0.3 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error stk500@2.0.3 >/dev/null
cat >verify.cjs <<'J'
const { Duplex } = require('node:stream')
const Stk500 = require('stk500')
console.log('stk500', require('stk500/package.json').version)

/** A boot loader; keeps says whether it stores the pages it is sent. */
function bootLoader(signature, keeps) {
  const flash = Buffer.alloc(1024, 0xff)
  let address = 0
  const reads = []
  const stream = new Duplex({
    read() {},
    write(command, _encoding, done) {
      let data = Buffer.alloc(0)
      if (command[0] === 0x55) address = 2 * command.readUInt16LE(1)
      if (command[0] === 0x64 && keeps) command.copy(flash, address, 4, 4 + command.readUInt16BE(1))
      if (command[0] === 0x74) {
        data = flash.subarray(address, address + command.readUInt16BE(1))
        reads.push(data.length)
      }
      if (command[0] === 0x75) data = Buffer.from(signature, 'hex')
      setImmediate(() => stream.push(Buffer.concat([Buffer.from([0x14]), data, Buffer.from([0x10])])))
      done()
    },
  })
  return { stream, flash, reads }
}

const program = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
async function upload(title, signature, keeps) {
  const { stream, flash, reads } = bootLoader(signature, keeps)
  const options = { signature: Buffer.from('1e950f', 'hex'), pageSize: 128, timeout: 1000 }
  const error = await new Promise(resolve => new Stk500({ quiet: true }).bootload(stream, program, options, resolve))
  const same = flash.subarray(0, 256).filter((byte, at) => byte === program[at]).length
  console.log(`${title}: ${same} of 256 bytes are in the flash, ${reads.length} pages read, error: ${error?.message ?? 'none'}`)
  return [same, reads.length, !error]
}

const seen = []
;(async () => {
  seen.push(await upload('ATmega328P that keeps its pages', '1e950f', true))
  seen.push(await upload('ATmega328P that keeps none     ', '1e950f', false))
  seen.push(await upload('ATmega2560                     ', '1e9801', true))
  process.exit(JSON.stringify(seen) === '[[256,2,true],[1,2,true],[256,2,true]]' ? 0 : 1)
})()
J
timeout 60 node verify.cjs
