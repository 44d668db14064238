#!/bin/sh
# pyformlang's PythonRegex never takes a part zero times where Python would, and counts {0,n} from 1.
#
# Expected: PythonRegex is "a regular expression as used in Python" (its documentation, which lists {n,m} among what is
# added); so a{0,2} accepts nothing, a, aa, and `a|` accepts nothing, a, as re.fullmatch does.
# Seen: a{0,2} accepts a, aa, aaa and not the empty word; a{0} accepts a; `a|` and `b(a|)` lose the empty alternative.
# No error is raised, and the automaton made of it has the same language. `a?` and `a*` are right.
# pyformlang 1.0.11, Python 3. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyformlang==1.0.11
"$folder/venv/bin/python" - <<'P'
import re
from importlib.metadata import version
from itertools import product
from pyformlang.regular_expression import PythonRegex

print('pyformlang', version('pyformlang'))
words = [''.join(word) for length in range(5) for word in product('ab', repeat=length)]
seen = {}
for pattern in ['a?', 'a{1,2}', 'a{0,2}', 'a{0}', 'a|', 'b(a|)']:
    expression = PythonRegex(pattern)
    accepted = [word for word in words if expression.accepts(list(word))]
    due = [word for word in words if re.fullmatch(pattern, word)]
    seen[pattern] = accepted == due
    print(f'{pattern:8}', 'accepts', accepted, '' if accepted == due else f'instead of {due}')
raise SystemExit(seen != {'a?': True, 'a{1,2}': True, 'a{0,2}': False, 'a{0}': False, 'a|': False, 'b(a|)': False})
P
