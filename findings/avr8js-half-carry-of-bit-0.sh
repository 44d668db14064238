#!/bin/sh
# avr8js takes the half carry of additions and subtractions from bit 0, and turns the zero flag of FMULSU around.
#
# Expected: H is the carry from bit 3, Rd3·Rr3 + Rr3·!R3 + !R3·Rd3 for ADD and ADC, and the borrow for SUB, SBC, CP, their
# immediate forms and NEG; FMULSU sets Z if the result is 0x0000 (AVR Instruction Set Manual).
# Seen: H is that formula of bit 0, wrong for 7 of 16 pairs of operands: 0x01 + 0x01 has a half carry, 0x08 + 0x08 none.
# A decimal adjustment of packed BCD, which branches on H, makes 31 + 21 = 58. C, Z, N, V, S and the result are right.
# FMULSU sets Z for all results but 0; FMUL and FMULS are right. simavr 1.6 and QEMU 7.2 had the manual's flags when the
# same program ran on all three.
# avr8js 0.21.1 from npm. Exits with 0 while that is so.
set -eu
version=0.21.1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "avr8js@$version" >/dev/null

cat >flags.cjs <<'END'
const { avrInstruction, CPU } = require('avr8js');
const SREG = 95;
const [C, Z, H] = [1, 2, 32];
const flash = new Uint16Array(1024);
const cpu = new CPU(flash, 512);

/** The flags after an instruction of r16 and r17. */
function flags(opcode, a, b, before) {
  flash[0] = opcode;
  cpu.pc = 0;
  [cpu.data[16], cpu.data[17], cpu.data[SREG]] = [a, b, before];
  avrInstruction(cpu);
  return cpu.data[SREG];
}

const signed = (byte) => byte - (byte & 0x80) * 2;
const add = (a, b, carry) => ((a & 15) + (b & 15) + carry > 15 ? H : 0);
const sub = (a, b, carry) => ((a & 15) - (b & 15) - carry < 0 ? H : 0);
const zero = (product) => ((product & 0x7fff) === 0 ? Z : 0);
const immediate = (opcode, b) => opcode | ((b & 0xf0) << 4) | (b & 15);
const CASES = [
  ['ADD', H, () => 0x0f01, (a, b) => add(a, b, 0)],
  ['ADC', H, () => 0x1f01, add],
  ['SUB', H, () => 0x1b01, (a, b) => sub(a, b, 0)],
  ['SBC', H, () => 0x0b01, sub],
  ['CP', H, () => 0x1701, (a, b) => sub(a, b, 0)],
  ['CPC', H, () => 0x0701, sub],
  ['SUBI', H, (b) => immediate(0x5000, b), (a, b) => sub(a, b, 0)],
  ['SBCI', H, (b) => immediate(0x4000, b), sub],
  ['CPI', H, (b) => immediate(0x3000, b), (a, b) => sub(a, b, 0)],
  ['NEG', H, () => 0x9501, (a) => sub(0, a, 0)],
  ['FMUL', Z, () => 0x0309, (a, b) => zero(a * b)],
  ['FMULS', Z, () => 0x0381, (a, b) => zero(signed(a) * signed(b))],
  ['FMULSU', Z, () => 0x0389, (a, b) => zero(signed(a) * b)],
];
const wrong = {};
for (const [name, flag, opcode, due] of CASES) {
  wrong[name] = 0;
  for (let a = 0; a < 256; a++)
    for (let b = 0; b < 256; b++)
      for (const carry of [0, C])
        if ((flags(opcode(b), a, b, carry) & flag) !== due(a, b, carry)) wrong[name]++;
  console.log(`${name.padEnd(6)} ${flag === H ? 'H' : 'Z'} wrong for ${wrong[name]} of 131072`);
}
// Packed BCD: add, and add 6 to a digit that passed 9, told by H for the lower one.
const halfCarry = flags(0x0f01, 0x31, 0x21, 0) & H;
const sum = cpu.data[16];
const adjusted = halfCarry || (sum & 15) > 9 ? sum + 6 : sum;
console.log(`31 + 21 in packed BCD: ${adjusted.toString(16)}`);
const WRONG = { FMUL: 0, FMULS: 0, FMULSU: 131072 };
process.exit(adjusted === 0x58 && Object.keys(wrong).every((name) => wrong[name] === (WRONG[name] ?? 57344)) ? 0 : 1);
END
echo "avr8js $version"
node flags.cjs
