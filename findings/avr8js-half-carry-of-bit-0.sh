#!/bin/sh
# avr8js takes the half carry of additions and subtractions from bit 0, and turns the zero flag of FMULSU around.
#
# Expected: H is the carry from bit 3, Rd3·Rr3 + Rr3·!R3 + !R3·Rd3 for ADD and ADC, and the borrow for SUB, SBC, CP, their
# immediate forms and NEG. SBC, SBCI and CPC leave Z as it is if the result is 0; NEG sets V if the result is 0x80; FMULSU
# sets Z if the result is 0x0000 (AVR Instruction Set Manual).
# Seen: H is that formula of bit 0, wrong for 7 of 16 pairs of operands: 0x01 + 0x01 has a half carry, 0x08 + 0x08 none. A
# decimal adjustment of packed BCD, which branches on H, makes 31 + 21 = 58. SBC, SBCI and CPC clear Z for 0x00 - 0xff - 1
# alone, NEG of 0x80 has no V (so S is wrong, too), FMULSU sets Z for all results but 0. All other flags are right. simavr
# 1.6 and QEMU 7.2 had the manual's flags of ADD, ADC, SUB, SBC, CP, CPC and FMULSU in a program that ran on all three.
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
const [C, Z, N, V, S, H] = [1, 2, 4, 8, 16, 32];
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

const set = (...flags) => flags.reduce((all, [flag, on]) => all | (on ? flag : 0), 0);
const signed = (byte) => byte - (byte & 0x80) * 2;
const signs = (result, exact) => {
  const [negative, overflow] = [(result & 0x80) !== 0, exact < -128 || exact > 127];
  return set([N, negative], [V, overflow], [S, negative !== overflow]);
};
function add(a, b, before, carry) {
  const result = (a + b + carry) & 255;
  return set([C, a + b + carry > 255], [Z, result === 0], [H, (a & 15) + (b & 15) + carry > 15])
    | signs(result, signed(a) + signed(b) + carry);
}
function sub(a, b, before, carry, keepsZero = false) {
  const result = (a - b - carry) & 255;
  const zero = result === 0 && (!keepsZero || (before & Z) !== 0);
  return set([C, a - b - carry < 0], [Z, zero], [H, (a & 15) - (b & 15) - carry < 0])
    | signs(result, signed(a) - signed(b) - carry);
}
const product = (number) => set([C, (number & 0x8000) !== 0], [Z, (number & 0x7fff) === 0]);
const immediate = (opcode, b) => opcode | ((b & 0xf0) << 4) | (b & 15);
const plain = (flagsOf) => (a, b, before) => flagsOf(a, b, before, 0);
const withCarry = (flagsOf) => (a, b, before) => flagsOf(a, b, before, before & C, true);
const CASES = [
  ['ADD', () => 0x0f01, plain(add)],
  ['ADC', () => 0x1f01, withCarry(add)],
  ['SUB', () => 0x1b01, plain(sub)],
  ['SBC', () => 0x0b01, withCarry(sub)],
  ['CP', () => 0x1701, plain(sub)],
  ['CPC', () => 0x0701, withCarry(sub)],
  ['SUBI', (b) => immediate(0x5000, b), plain(sub)],
  ['SBCI', (b) => immediate(0x4000, b), withCarry(sub)],
  ['CPI', (b) => immediate(0x3000, b), plain(sub)],
  ['NEG', () => 0x9501, (a, b, before) => sub(0, a, before, 0)],
  ['FMUL', () => 0x0309, (a, b) => product(a * b)],
  ['FMULS', () => 0x0381, (a, b) => product(signed(a) * signed(b))],
  ['FMULSU', () => 0x0389, (a, b) => product(signed(a) * b)],
];
const seen = {};
for (const [name, opcode, due] of CASES) {
  const wrong = { C: 0, Z: 0, N: 0, V: 0, S: 0, H: 0 };
  for (let a = 0; a < 256; a++)
    for (let b = 0; b < 256; b++)
      for (let before = 0; before < 4; before++) {
        const differ = flags(opcode(b), a, b, before) ^ due(a, b, before);
        for (const [flag, bit] of Object.entries({ C, Z, N, V, S, H })) if (differ & bit) wrong[flag]++;
      }
  seen[name] = Object.entries(wrong).filter(([, count]) => count).map(([flag, count]) => `${flag} ${count}`).join(', ');
  console.log(`${name.padEnd(6)} wrong in 262144: ${seen[name] || '-'}`);
}
// Packed BCD: add, and add 6 to a digit that passed 9, told by H for the lower one.
const halfCarry = flags(0x0f01, 0x31, 0x21, 0) & H;
const sum = cpu.data[16];
const adjusted = halfCarry || (sum & 15) > 9 ? sum + 6 : sum;
console.log(`31 + 21 in packed BCD: ${adjusted.toString(16)}`);
const CARRIED = 'Z 1, H 114688';
const WRONG = { SBC: CARRIED, CPC: CARRIED, SBCI: CARRIED, NEG: 'V 1024, S 1024, H 114688', FMUL: '', FMULS: '', FMULSU: 'Z 262144' };
process.exit(adjusted === 0x58 && CASES.every(([name]) => seen[name] === (WRONG[name] ?? 'H 114688')) ? 0 : 1);
END
echo "avr8js $version"
node flags.cjs
