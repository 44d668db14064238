#!/bin/sh
# fixedpoint loses the top bit of the sum of a signed and an unsigned number.
#
# Expected: `+` is the "full precision addition operator" (its docstring): the sum is exact, in a format that holds it, or an
# overflow is reported, as the library does by an exception everywhere else.
# Seen: the sum has one integer bit more than the longer operand, which is one too few if only one operand is signed: of Q3.0
# and UQ3.0 the largest sum, 3 + 7, needs Q5.0 and gets Q4.0, so 3 + 5 is -8, without an exception or a warning. The same
# numbers are subtracted (with a bit for the difference of signs) and multiplied exactly, and sums of two signed or two
# unsigned numbers are right.
# fixedpoint 1.0.1 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install fixedpoint==1.0.1
cd "$folder"
cat >sum.py <<'P'
import operator
from importlib.metadata import version
from fixedpoint import FixedPoint

print('fixedpoint', version('fixedpoint'))

def numbers(signed):
    """All numbers of three integer bits."""
    return [FixedPoint(number, signed=signed, m=3, n=0, rounding='nearest') for number in (range(-4, 4) if signed else range(8))]

seen = {}
for signs in ((True, True), (False, False), (True, False), (False, True)):
    for operation in (operator.add, operator.sub, operator.mul):
        if operation is operator.sub and signs == (False, False):
            continue
        wrong = []
        for a in numbers(signs[0]):
            for b in numbers(signs[1]):
                result = operation(a, b)
                if float(result) != operation(float(a), float(b)):
                    wrong.append(f'{float(a):g} {float(b):g} {float(result):g} ({result.qformat})')
        seen[signs, operation.__name__] = wrong
        print(*('signed' if signed else 'unsigned' for signed in signs), operation.__name__, f'{len(wrong)} of 64 wrong:', '; '.join(wrong) or '-')
MIXED = ['1 7 -8 (Q4.0)', '2 6 -8 (Q4.0)', '2 7 -7 (Q4.0)', '3 5 -8 (Q4.0)', '3 6 -7 (Q4.0)', '3 7 -6 (Q4.0)']
raise SystemExit(not (
    seen.pop(((True, False), 'add')) == MIXED
    and len(seen.pop(((False, True), 'add'))) == len(MIXED)
    and not any(seen.values())
))
P
venv/bin/python sum.py
