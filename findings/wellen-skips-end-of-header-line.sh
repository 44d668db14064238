#!/bin/sh
# wellen, the waveform reader of the Surfer viewer, skips all changes on the line where a VCD header ends.
#
# Expected: VCD commands are set apart by any white space, a blank as well as a new line (IEEE 1364-2005, 18.2.1), so
# `$enddefinitions $end #0 1!` begins with a value. A file may be a single line.
# Seen: what follows `$enddefinitions $end` up to the next new line is skipped without an error: the first values are
# missing, and a file of a single line has variables that never have a value. Elsewhere, in the header and after it,
# wellen takes blanks for new lines. pyvcd's tokenizer reads all changes from the same files.
# pywellen 0.25.7 and pyvcd 0.5.1 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pywellen==0.25.7 pyvcd==0.5.1
cd "$folder"
cat >line.py <<'P'
from importlib.metadata import version
from pywellen import Waveform
from vcd.reader import TokenKind, tokenize

print('pywellen', version('pywellen'), ' pyvcd', version('pyvcd'))
HEADER = '$timescale 1 ns $end|$scope module top $end|$var wire 1 ! clk $end|$upscope $end|$enddefinitions $end'
CHANGES = '#0 0!|#10 1!|#20 0!|#30 1!|#40'
FILES = {
    'a time and its value a line': f'{HEADER}|{CHANGES}'.replace('|', '\n'),
    'header in a line': HEADER.replace('|', ' ') + '\n' + CHANGES.replace('|', '\n'),
    'changes in a line': HEADER.replace('|', '\n') + '\n' + CHANGES.replace('|', ' '),
    'first change with the header': HEADER.replace('|', '\n') + ' ' + CHANGES.replace('|', '\n'),
    'all in a line': f'{HEADER}|{CHANGES}'.replace('|', ' '),
}
seen = {}
for title, text in FILES.items():
    with open('in.vcd', 'w') as file:
        file.write(text + '\n')
    (clock,) = Waveform('in.vcd').all_vars()
    by_wellen = [(time, int(value)) for time, value in clock.tv]
    by_pyvcd, time = [], 0
    with open('in.vcd', 'rb') as file:
        for token in tokenize(file):
            if token.kind is TokenKind.CHANGE_TIME:
                time = token.data
            elif token.kind is TokenKind.CHANGE_SCALAR:
                by_pyvcd.append((time, int(token.data.value)))
    seen[title] = by_wellen, by_pyvcd
    print(title, f'  wellen  {by_wellen}', f'  pyvcd   {by_pyvcd}', sep='\n')
ALL = [(0, 0), (10, 1), (20, 0), (30, 1)]
raise SystemExit(not (
    all(by_pyvcd == ALL for _, by_pyvcd in seen.values())
    and [by_wellen for by_wellen, _ in seen.values()] == [ALL, ALL, ALL, ALL[1:], []]
))
P
venv/bin/python line.py
