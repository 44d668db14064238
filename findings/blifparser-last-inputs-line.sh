#!/bin/sh
# blifparser keeps the last `.inputs` and the last `.outputs` line of a model and forgets the others.
#
# Expected: the inputs of a BLIF model may stand on several lines, and the lists are joined (BLIF, Berkeley 1992, "Models"), as
# ABC and yosys join them.
# Seen: a model with `.inputs a b` and `.inputs c` has the input c only, and likewise for the outputs. Its list of problems
# stays empty. A line continued by a backslash is read whole.
# blifparser 2.0.1 and networkx 3.4.2 from PyPI (what it pins is older than Python 3.11), Python 3.11;
# ABC 1.01 of Debian 12. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
apt-get install -y -qq berkeley-abc=1.01+20221019git70cb339+dfsg-4 >/dev/null 2>&1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install networkx==3.4.2
"$folder/venv/bin/pip" -q --disable-pip-version-check install --no-deps blifparser==2.0.1
cd "$folder"
cat >lines.py <<'P'
import subprocess
from importlib.metadata import version
from blifparser.blifparser import BlifParser

print('blifparser', version('blifparser'))
LOGIC = '.names a b f\n11 1\n.names b c g\n1- 1\n-1 1\n.end\n'
FILES = {
    'one line': '.model m\n.inputs a b c\n.outputs f g\n',
    'two lines': '.model m\n.inputs a b\n.inputs c\n.outputs f\n.outputs g\n',
    'a continued line': '.model m\n.inputs a b \\\nc\n.outputs f \\\ng\n',
}
seen = []
for title, head in FILES.items():
    with open('model.blif', 'w') as file:
        file.write(head + LOGIC)
    blif = BlifParser('model.blif').blif
    abc = subprocess.run(['berkeley-abc', '-c', 'read_blif model.blif; print_io'], capture_output=True, text=True, check=True).stdout
    counts = ' '.join(line.strip() for line in abc.splitlines() if line.startswith('Primary'))
    print(f'{title}: inputs {blif.inputs.inputs}, outputs {blif.outputs.outputs}, problems {blif.problems}; ABC: {counts}')
    seen.append([blif.inputs.inputs, blif.outputs.outputs, blif.problems, counts])
every = [['a', 'b', 'c'], ['f', 'g'], [], seen[0][3]]
raise SystemExit(not (seen == [every, [['c'], ['g'], [], seen[0][3]], every] and 'inputs (3)' in seen[0][3]))
P
venv/bin/python lines.py
