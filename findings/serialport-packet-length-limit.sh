#!/usr/bin/env bash
# serialport's PacketLengthParser delivers the head of a longer packet as a packet, and looks for the next one in its payload.
#
# Expected: the parser takes lengths of up to four bytes (its description), so with lengthBytes 2 a packet of 300 bytes
# arrives in one piece, or is an error.
# Seen: maxLen is 255 whatever lengthBytes is. A longer packet arrives as its three bytes of head, and no error is raised; its
# payload is taken for what comes between packets, so each 0xaa in it opens a packet that never was sent, which swallows the
# real one after it. With maxLen 65535 all is right.
# @serialport/parser-packet-length 13.0.0 from npm. Exits with 0 while that is so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --loglevel error @serialport/parser-packet-length@13.0.0 >/dev/null
cat >packets.cjs <<'J'
const { PacketLengthParser } = require('@serialport/parser-packet-length')
console.log('@serialport/parser-packet-length', require('@serialport/parser-packet-length/package.json').version)
const packet = payload => Buffer.from([0xaa, payload.length & 255, payload.length >> 8, ...payload])
const short = packet([1, 2, 3])
const zeros = packet(Array(300).fill(0))
const mixed = packet([...Array(296).fill(0), 0xaa, 4, 0, 9])

/** Lengths of the packets that arrive, and whether the last one is the short packet that was sent last. */
function arrive(packets, options) {
  return new Promise(resolve => {
    const got = []
    const parser = new PacketLengthParser({ lengthBytes: 2, packetOverhead: 3, ...options })
    parser.on('data', data => got.push(data)).on('error', error => got.push(error))
    parser.on('end', () => resolve(`${got.map(data => data.length).join(' ')}, short one last: ${short.equals(got.at(-1))}`))
    parser.end(Buffer.concat(packets))
  })
}
const CASES = [
  ['3 bytes, 3 bytes', [short, short], {}, '6 6, short one last: true'],
  ['300 zeros, 3 bytes', [zeros, short], {}, '3 6, short one last: true'],
  ['300 with 0xaa among them, 3 bytes', [mixed, short], {}, '3 7, short one last: false'],
  ['300 zeros, 3 bytes, maxLen 65535', [zeros, short], { maxLen: 65535 }, '303 6, short one last: true'],
  ['300 with 0xaa among them, 3 bytes, maxLen 65535', [mixed, short], { maxLen: 65535 }, '303 6, short one last: true'],
]
;(async () => {
  let same = true
  for (const [title, packets, options, due] of CASES) {
    const got = await arrive(packets, options)
    console.log(`${title}: packets of ${got}`)
    same &&= got === due
  }
  process.exit(same ? 0 : 1)
})()
J
timeout 60 node packets.cjs
