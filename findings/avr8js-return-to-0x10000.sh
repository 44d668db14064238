#!/bin/sh
# avr8js 0.21 cannot return to word 0x10000 of a large flash.
#
# Expected: on an AVR with a program counter of 22 bits, such as the ATmega2560, RCALL pushes three bytes, and RET and RETI
# take them back: PC(21:0) ← STACK (AVR Instruction Set Manual), whatever the address is.
# Seen: the lower 16 bits less one are or-ed with the upper six, so 0x10000 becomes -1 and execution goes on at 0: the
# program starts over, with the registers and peripherals it has. Every other address is right, 0x10001 and 0x0ffff too;
# so a program works until a call happens to end there, after any change above it.
# Source: `cpu.pc = … - 1; cpu.pc |= … << 16` for RET and RETI in src/cpu/instruction.ts. Exits with 0 while that is so.
set -eu
version=0.21.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "avr8js@$version" >/dev/null

cat >returns.cjs <<'END'
const { avrInstruction, CPU } = require('avr8js');
const RCALL = 0xd00f;
const wrong = [];
for (const [name, opcode] of [['RET', 0x9508], ['RETI', 0x9518]]) {
  for (const back of [0x0ffff, 0x10000, 0x10001, 0x1ffff]) {
    const flash = new Uint16Array(0x20000);
    flash[back - 1] = RCALL;
    flash[(back + 15) % flash.length] = opcode;
    const cpu = new CPU(flash, 8192);
    cpu.pc = back - 1;
    avrInstruction(cpu);
    avrInstruction(cpu);
    console.log(`${name} to 0x${back.toString(16)}: PC is 0x${cpu.pc.toString(16)}`);
    if (cpu.pc !== back) wrong.push(`${name} ${back} ${cpu.pc}`);
  }
}
process.exit(wrong.join() === 'RET 65536 0,RETI 65536 0' ? 0 : 1);
END
echo "avr8js $version, flash of 256 KiB"
node returns.cjs
