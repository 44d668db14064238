#!/bin/sh
# CMSIS-DSP's variance of q15 and q31 becomes negative where it should saturate, and is lost in blocks of 65537 samples.
#
# Expected: a variance is not negative. arm_var_q15 says that its 64-bit accumulator has no risk of overflow and that the
# result is saturated to 1.15; arm_var_q31 asks for a signal scaled down by log2(blockSize) - 8 bits, which is nothing for
# up to 256 samples (both descriptions, CMSIS-DSP, Source/StatisticsFunctions).
# Seen: the last conversion cuts bits off. 1, -1, 1, -1 has a variance of 4/3: q15 and q31 both say -0.667. The deviation of
# q15 is 0.99997, which is right, and that of q31 is 0, as if the signal were constant. arm_mse_q31 does the same: the mean
# square error of 0.5 and -0.5 is -1, that of q7 and q15 saturates. Beyond 65536 samples the product of blockSize and
# blockSize - 1 does not fit its 32 bits: a constant 0.5 in q15 has a variance of -0.25, a constant 0.01 a deviation of
# 0.99997, and q31, scaled as asked, one of 0.003 a variance of -0.59.
# cmsisdsp 1.10.3, numpy 2.4.6 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install cmsisdsp==1.10.3 numpy==2.4.6
cd "$folder"
cat >variance.py <<'P'
from importlib.metadata import version
import cmsisdsp as dsp
import numpy as np

print(*(f'{name} {version(name)}' for name in ('cmsisdsp', 'numpy')))
TYPES = {'q7': (7, np.int8), 'q15': (15, np.int16), 'q31': (31, np.int32)}

def fixed(values, kind):
    bits, integer = TYPES[kind]
    return np.clip(np.round(np.float64(values) * 2.0 ** bits), -2.0 ** bits, 2.0 ** bits - 1).astype(integer)

def call(name, kind, *vectors):
    """The result of a function in q7, q15 or q31 as a number."""
    return round(int(getattr(dsp, f'arm_{name}_{kind}')(*(fixed(each, kind) for each in vectors))) / 2.0 ** TYPES[kind][0], 3)

def row(title, due, *results):
    print(f'{title}: due {due:.4g}, got', ', '.join(str(each) for each in results))
    return results

COUNT = 2 ** 16
same = []
for title, signal, results in (
    ('0.9, -0.9 four times', [0.9, -0.9] * 4, (0.926, 0.926, 0.962, 0.962)),
    ('1, -1 twice', [1, -1] * 2, (-0.667, -0.667, 1.0, 0.0)),
    ('1, -1 four times', [1, -1] * 4, (-0.857, -0.857, 1.0, 0.0)),
):
    got = [call(name, kind, signal) for name in ('var', 'std') for kind in ('q15', 'q31')]
    same.append(row(f'variance, then deviation, of {title} in q15 and q31', np.var(signal, ddof=1), *got) == results)
for level, more, results in ((0.5, 0, (0.0, 0.0)), (0.5, 1, (-0.25, 0.0)), (0.01, 0, (0.0, 0.0)), (0.01, 1, (-0.567, 1.0))):
    signal = np.full(COUNT + more, level)
    got = row(f'variance and deviation of {COUNT + more} times {level} in q15', 0, *(call(name, 'q15', signal) for name in ('var', 'std')))
    same.append(got == results)
for more, result in ((0, 0.0), (1, -0.59)):
    same.append(row(f'variance of {COUNT + more} times 0.003 in q31', 0, call('var', 'q31', np.full(COUNT + more, 0.003))) == (result,))
for a, b, results in ((0.5, -0.25, (0.562, 0.562, 0.562)), (0.5, -0.5, (0.992, 1.0, -1.0)), (0.7, -0.5, (0.992, 1.0, -0.56))):
    same.append(row(f'mean square error of {a} and {b} in q7, q15, q31', (a - b) ** 2, *(call('mse', kind, [a] * 4, [b] * 4) for kind in TYPES)) == results)
raise SystemExit(not all(same))
P
venv/bin/python variance.py
