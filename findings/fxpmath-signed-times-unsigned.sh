#!/bin/sh
# fxpmath rounds a signed number times an unsigned one to 53 bits when the product has 54 to 63.
#
# Expected: the result of an operation has as many bits as it needs, unless told otherwise (its README, op_sizing
# `optimal`), and status[`inaccuracy`] tells of a loss. From 64 bits on the numbers are Python integers, with no limit.
# Seen: two signed or two unsigned operands are multiplied exactly at any length. Of one kind each they are exact up to 53
# bits and from 64 bits on; in between the product goes through a float64. Sums and differences of 54 to 63 bits do the
# same. So a longer format gives a better result, and one more bit for the sign of the unsigned operand puts it right. The
# flag is the other way round: off for the wrong products, on for the right ones of 64 bits and more.
# fxpmath 0.4.10, numpy 2.4.6 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install fxpmath==0.4.10 numpy==2.4.6
cd "$folder"
cat >product.py <<'P'
import operator
from importlib.metadata import version
from fxpmath import Fxp

print(*(f'{name} {version(name)}' for name in ('fxpmath', 'numpy')))

def number(signed, bits, value):
    made = Fxp(None, signed, bits, 0)
    made.set_val(value, raw=True)
    assert int(made.val) == value
    return made

def row(title, operation, a, b):
    """The format of the result, and how far it is from what Python's integers give; that it tells of the loss."""
    got = operation(a, b)
    error = int(got.val) - operation(int(a.val), int(b.val))
    print(f'{title} {a.dtype} and {b.dtype}: {got.dtype}, wrong by {error}, inaccuracy {got.status["inaccuracy"]}')
    return got.n_word, error, got.status['inaccuracy']

top = lambda bits: (1 << bits) - 1
part = lambda bits: top(bits) // 7 * 5 + 1
same = []
for bits in (8, 16, 24, 26, 28, 30, 31, 32, 40):
    signed, unsigned = number(True, bits, part(bits - 1)), number(False, bits, part(bits))
    length, error, told = row('product of', operator.mul, signed, unsigned)
    same.append(bool(error) == (53 < length < 64) and told == (length >= 64))
    same.append(not row('  product of', operator.mul, signed, number(True, bits + 1, part(bits)))[1])
    same.append(not row('  product of', operator.mul, unsigned, unsigned)[1])
for operation, title in ((operator.add, 'sum of'), (operator.sub, 'difference of')):
    for bits in (50, 56, 61):
        length, error, told = row(title, operation, number(True, bits, top(bits - 1)), number(False, 8, 2))
        same.append(bool(error) == (53 < length < 64) and not (error and told))
raise SystemExit(not all(same))
P
venv/bin/python product.py
