#!/bin/sh
# py-aiger starts an AIGER latch that has no initial value at 1.
#
# Expected: a latch line may end with a reset value: 0, 1, or the latch itself, which says that it starts at either (AIGER
# 1.9 and beyond, "Reset Logic"). A reader without such latches should refuse the file; the tool's own model of a latch
# knows True and False only.
# Seen: whatever is not 0 becomes True. `4 2 4` is read without a message as `4 2 1`, simulates as that and is written as
# that, so the other half of the behaviours is gone, and what holds only from 1 looks as if it always held. yosys 0.23
# gives the same latch the value 2 of BLIF, which is "either". Lines with 0, 1 and without a value are right.
# py-aiger 8.1.0 from PyPI, Python 3.11, yosys 0.23 from Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq yosys=0.23-6 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install py-aiger==8.1.0
cd "$folder"
cat >latch.py <<'P'
import re
import subprocess
from importlib.metadata import version
import aiger

print('py-aiger', version('py-aiger'), subprocess.run(['yosys', '-V'], capture_output=True, text=True).stdout.strip())
# A latch that keeps its value, and an output that shows it.
FILE = 'aag 2 1 1 1 0\n2\n{}\n4\ni0 unused\nl0 latch\no0 out\n'
seen = {}
for line in ('4 4', '4 4 0', '4 4 1', '4 2 4', '4 4 4'):
    with open('latch.aag', 'w') as file:
        file.write(FILE.format(line))
    subprocess.run(['yosys', '-q', '-p', 'read_aiger latch.aag; write_blif latch.blif'], check=True)
    by_yosys = re.search(r'^\.latch \S+ \S+ (\d)$', open('latch.blif').read(), re.M)[1]
    circuit = aiger.load('latch.aag')
    outputs = [int(step[0]['out']) for step in circuit.simulate([{'unused': 0}] * 3)]
    written = next(written for written in str(circuit).splitlines() if written.startswith('4 '))
    seen[line] = circuit.latch2init['latch'], outputs, written, by_yosys
    print(f'{line}: starts at {seen[line][0]} in py-aiger, outputs {outputs}, written as {written}; {by_yosys} in BLIF by yosys')
raise SystemExit(seen != {
    '4 4': (False, [0, 0, 0], '4 4 0', '0'),
    '4 4 0': (False, [0, 0, 0], '4 4 0', '0'),
    '4 4 1': (True, [1, 1, 1], '4 4 1', '1'),
    '4 2 4': (True, [1, 0, 0], '4 2 1', '2'),
    '4 4 4': (True, [1, 1, 1], '4 4 1', '2'),
})
P
venv/bin/python latch.py
