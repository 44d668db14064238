#!/bin/sh
# APyTypes loses bits before it saturates, and rounds 7.9 up to -8, when a number fills a machine word.
#
# Expected: cast() with OverflowMode.SAT gives the number of the format that is nearest, and a number rounded to a format
# with room for it keeps its sign, whatever the lengths: formats are custom, without a limit (APyTypes documentation,
# APyFixed.cast, QuantizationMode and OverflowMode).
# Seen: going to more fractional bits, the number is shifted within whole words of 64 bits and saturated then. From 32.32
# to 8.40 bits (integer and fractional), 2 ** 30 becomes 0 and 2 ** 23 becomes -128, though 127.99… is due. From 33.32 bits
# it is right. Going to fewer, rounding adds within the same words: of 64 or 128 bits a number near the top becomes
# negative in five rounding modes, though the new format has room; of 63 or 65 bits it is right. APyFixed and APyFixedArray
# do the same.
# apytypes 0.5.1, numpy 2.4.6 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install apytypes==0.5.1 numpy==2.4.6
cd "$folder"
cat >cast.py <<'P'
from fractions import Fraction
from importlib.metadata import version
from math import floor
from apytypes import APyFixed, APyFixedArray, OverflowMode, QuantizationMode

print(*(f'{name} {version(name)}' for name in ('apytypes', 'numpy')))

def exact(bits, length, fraction):
    return Fraction(bits - (bits >> (length - 1) << length), 1 << fraction)

def cast(value, source, target, mode, overflow=OverflowMode.SAT):
    """The value in the format `source` (integer and fractional bits) as one of `target`."""
    length, fraction = sum(source), source[1]
    bits = int(Fraction(value) * 2 ** fraction) & (1 << length) - 1
    options = {'int_bits': target[0], 'frac_bits': target[1], 'quantization': mode, 'overflow': overflow}
    number = APyFixed(bits, int_bits=source[0], frac_bits=fraction).cast(**options)
    array = APyFixedArray([bits], int_bits=source[0], frac_bits=fraction).cast(**options)
    assert array.to_bits()[0] == number.to_bits()
    return exact(bits, length, fraction), exact(number.to_bits(), sum(target), target[1])

def saturated(value, target):
    scale, top = 2 ** target[1], 2 ** (sum(target) - 1)
    return Fraction(max(-top, min(top - 1, floor(value * scale))), scale)

got = {}
for source in ((32, 32), (33, 32)):
    print(f'saturated from {source} to (8, 40) bits:')
    for value in (100, 1000, -1000, 2 ** 22, 2 ** 23, 3 * 2 ** 23, 2 ** 24 + 5, 2 ** 30, -2 ** 31):
        given, result = cast(value, source, (8, 40), QuantizationMode.TRN)
        due = saturated(given, (8, 40))
        got[source, value] = result, due
        print(f'  {value}: {float(result)}{"" if result == due else f", due {float(due)}"}')
wrong = [value for (source, value), (result, due) in got.items() if source == (32, 32) and result != due]
same = [wrong == [2 ** 23, 3 * 2 ** 23, 2 ** 24 + 5, 2 ** 30, -2 ** 31], got[(32, 32), 2 ** 30][0] == 0, got[(32, 32), 2 ** 23][0] == -128,
        all(result == due for (source, _), (result, due) in got.items() if source == (33, 32))]

for mode in ('RND', 'RND_CONV', 'RND_ZERO', 'RND_INF', 'TRN_INF'):
    row = {}
    for length in (32, 63, 64, 65, 128, 129):
        row[length] = [cast('7.9', (4, length - 4), (8, 0), getattr(QuantizationMode, mode), overflow)[1] for overflow in (OverflowMode.SAT, OverflowMode.WRAP)]
    print(f'7.9 with 4 integer bits to (8, 0) by {mode}, in all:', ', '.join(f'{length} bits {values[0]}' for length, values in row.items()))
    same.append(row == {length: [-8, -8] if length % 64 == 0 else [8, 8] for length in row})
raise SystemExit(not all(same))
P
venv/bin/python cast.py
