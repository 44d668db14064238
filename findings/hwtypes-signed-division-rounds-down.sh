#!/bin/sh
# hwtypes divides signed bit vectors towards minus infinity, though its semantics are those of SMT-LIB.
#
# Expected: bvsdiv rounds towards zero and bvsrem has the sign of the dividend (SMT-LIB, logic QF_BV); hwtypes is described as
# an implementation "based on the SMT-LIB2 semantics" (PyPI). So 1 / -4 is 0 and 1 rem -4 is 1.
# Seen: bvsdiv rounds down, so 1 / -4 is -1, and bvsrem has the sign of the divisor, so 1 rem -4 is -3. That holds wherever
# the signs differ and the division has a remainder; SIntVector's `//` and `%` are these. A negative number divided by zero
# is -1, while SMT-LIB has 1; the remainder of a division by zero is as there.
# z3 gives what SMT-LIB says for all 64 pairs of 3 bits.
# hwtypes 1.4.7 and z3-solver 4.15.4.0 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install hwtypes==1.4.7 z3-solver==4.15.4.0
cd "$folder"
cat >divide.py <<'P'
from importlib.metadata import version
import z3
from hwtypes import BitVector, SIntVector

print('hwtypes', version('hwtypes'), ' z3-solver', version('z3-solver'))
signed = lambda bits: (int(bits) + 4) % 8 - 4
by_z3 = lambda value: z3.simplify(value).as_signed_long()
wrong = {'bvsdiv': [], 'bvsrem': []}
for a in range(-4, 4):
    for b in range(-4, 4):
        x, y = BitVector[3](a & 7), BitVector[3](b & 7)
        left, right = z3.BitVecVal(a, 3), z3.BitVecVal(b, 3)
        for name, due in (('bvsdiv', by_z3(left / right)), ('bvsrem', by_z3(z3.SRem(left, right)))):
            got = signed(getattr(x, name)(y))
            if got != due:
                wrong[name].append((a, b, due, got))
for name, rows in wrong.items():
    print(f'{name}: {len(rows)} of 64 pairs differ; a, b, z3, hwtypes:', *rows[:5])
operators = signed(SIntVector[3](1) // SIntVector[3](-4)), signed(SIntVector[3](1) % SIntVector[3](-4))
print('SIntVector: 1 // -4 and 1 % -4 are', *operators)
opposite = [(a, b) for a in range(-4, 4) for b in range(-4, 4) if a * b < 0 and a % b]
raise SystemExit(not (
    [(a, b) for a, b, _, _ in wrong['bvsdiv'] if b] == [(a, b) for a, b, _, _ in wrong['bvsrem']] == opposite
    and [row for row in wrong['bvsdiv'] if not row[1]] == [(a, 0, 1, -1) for a in range(-4, 0)]
    and all(got == a // b for a, b, _, got in wrong['bvsdiv'] if b)
    and all(got == a % b for a, b, _, got in wrong['bvsrem'])
    and operators == (-1, -3)
))
P
venv/bin/python divide.py
