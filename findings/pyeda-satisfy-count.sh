#!/bin/sh
# pyeda counts and yields partial assignments as satisfying points.
#
# Expected: satisfy_all() iterates through all satisfying input points and satisfy_count() is their number (docstrings of
# pyeda.boolalg.boolfunc.Function), for expressions, truth tables and BDDs of the same function alike.
# Seen: points leave out variables that no longer matter, and the count is of those, so it depends on how a function is
# written: `a | b | c` has 7 points, but 3 if the operators are nested as Python nests them, 7 as Or(a, b, c), 7 as a truth
# table and 3 as a BDD. `a | b` has 3, but its BDD has 2. Whoever computes a probability from the count gets another one.
# pyeda 0.29.0 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyeda==0.29.0
cd "$folder"
cat >count.py <<'P'
from importlib.metadata import version
from pyeda.inter import Majority, Or, expr2bdd, expr2truthtable, exprvar, iter_points

print('pyeda', version('pyeda'))
a, b, c = map(exprvar, 'abc')
seen = {}
for title, function in {'a | b': a | b, 'a >> b': a >> b, 'a | b | c': a | b | c, 'Or(a, b, c)': Or(a, b, c),
                        'Majority(a, b, c)': Majority(a, b, c)}.items():
    points = sum(bool(function.restrict(point).is_one()) for point in iter_points(function.inputs))
    counts = [each.satisfy_count() for each in (function, expr2truthtable(function), expr2bdd(function))]
    lengths = sorted(len(point) for point in function.satisfy_all())
    seen[title] = points, *counts, lengths
    print(f'{title:18}{points} points; expression {counts[0]}, truth table {counts[1]}, BDD {counts[2]};',
          f'variables in the points of satisfy_all: {lengths}')
raise SystemExit(seen != {
    'a | b': (3, 3, 3, 2, [2, 2, 2]),
    'a >> b': (3, 2, 3, 2, [1, 2]),
    'a | b | c': (7, 3, 7, 3, [1, 2, 3]),
    'Or(a, b, c)': (7, 7, 7, 3, [3] * 7),
    'Majority(a, b, c)': (4, 3, 4, 3, [2, 3, 3]),
})
P
PYTHONWARNINGS=ignore venv/bin/python count.py
