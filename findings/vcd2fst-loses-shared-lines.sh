#!/bin/sh
# vcd2fst drops value changes that share a line, and those whose letter is a capital.
#
# Expected: a VCD file is free format, its commands are set apart by any white space; a vector value begins with b or B, a
# real one with r or R (IEEE 1364-2005, 18.2.1). A converter loses nothing, or says so.
# Seen: of `#10 b101 !` on a line only the time is read, of `b101 ! 1"` neither value; B101 and R2.5 are left out wherever
# they stand. The status is 0 and nothing is printed. vcd2vzt of the same package reads all of them.
# gtkwave 3.3.118 of Debian 12 (its fst2vcd and vzt2vcd write what was kept). Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq gtkwave=3.3.118-0.1~deb12u1 >/dev/null 2>&1
cd "$folder"
cat >values.py <<'P'
import re
import subprocess

HEADER = '''$timescale 1 ns $end
$scope module top $end
$var wire 4 ! vector [3:0] $end
$var wire 1 " bit $end
$var real 64 # real $end
$upscope $end
$enddefinitions $end
'''
START = ['#0', 'b0 !', '0"', 'r0.5 #']
BODIES = {
    'a line each': ['#10', 'b101 !', '1"', 'r2.5 #', '#20'],
    'a time and its value on a line': ['#10 b101 !', '1"', 'r2.5 #', '#20'],
    'two values on a line': ['#10', 'b101 ! 1"', 'r2.5 #', '#20'],
    'two values, scalar first': ['#10', '1" b101 !', 'r2.5 #', '#20'],
    'capital letters': ['#10', 'B101 !', '1"', 'R2.5 #', '#20'],
}

def changes(kind):
    """What a converter kept, as time and value of each variable that it names in its own way."""
    done = subprocess.run([f'vcd2{kind}', 'in.vcd', f'out.{kind}'], capture_output=True, text=True)
    assert done.returncode == 0 and (kind != 'fst' or done.stdout + done.stderr == ''), done
    text = subprocess.run([f'{kind}2vcd', f'out.{kind}'], capture_output=True, text=True, check=True).stdout
    names = {code: name for code, name in re.findall(r'^\$var \w+ \d+ (\S+) (\w+)', text, re.M)}
    kept, time = {name: {} for name in ('vector', 'bit', 'real')}, 0
    for line in text[text.index('$enddefinitions'):].splitlines():
        found = re.match(r'#(\d+)$|[br](\S+) (\S+)$|([01xz])(\S+)$', line)
        if not found:
            continue
        if found[1]:
            time = int(found[1])
        else:
            kept[names[found[3] or found[5]]][time] = found[2] if found[2] else found[4]
    return ', '.join(f'{name} {" ".join(f"{at}:{value}" for at, value in values.items()) or "-"}'
                     for name, values in kept.items())

seen = {}
for title, lines in BODIES.items():
    with open('in.vcd', 'w') as file:
        file.write(HEADER + '\n'.join(START + lines) + '\n')
    seen[title] = changes('fst'), changes('vzt')
    print(title, f'  vcd2fst  {seen[title][0]}', f'  vcd2vzt  {seen[title][1]}', sep='\n')
OLD, NEW = ('vector 0:0000', 'bit 0:0', 'real 0:0.5'), ('vector 0:0000 10:0101', 'bit 0:0 10:1', 'real 0:0.5 10:2.5')
KEPT = [NEW, (OLD[0], *NEW[1:]), (*OLD[:2], NEW[2]), (*OLD[:2], NEW[2]), (OLD[0], NEW[1], OLD[2])]
raise SystemExit(not (
    {by_vzt for _, by_vzt in seen.values()} == {'vector 0:0 10:101, bit 0:0 10:1, real 0:0.5 10:2.5'}
    and [by_fst for by_fst, _ in seen.values()] == [', '.join(kept) for kept in KEPT]
))
P
dpkg-query -W gtkwave
python3 values.py
