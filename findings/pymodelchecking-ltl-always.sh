#!/bin/sh
# pyModelChecking's LTL checker holds G for false in states where it is true.
#
# Expected: in a structure of a single state with a loop, where p holds, `A G p` is true, and so is `A G F p`. CTL, LTL and
# CTL* of the library are about the same paths, so a formula that belongs to all of them has the same states in all.
# Seen: LTL.modelcheck finds no state for `A G p`, `A G true` and `A G F p`; F, X, U and F G are right. R, the release, is
# false in LTL if it takes more than one step. CTL.modelcheck and CTLS.modelcheck find all states for a G, but CTLS none for
# `A G F p`, which is no formula of CTL.
# pyModelChecking 1.3.4 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install pyModelChecking==1.3.4
cd "$folder"
cat >always.py <<'P'
from importlib.metadata import version
from pyModelChecking import CTL, CTLS, LTL, Kripke

print('pyModelChecking', version('pyModelChecking'))
LOOP = Kripke(R=[(0, 0)], S0=[0], L={0: {'p'}})
# 0 leads to itself and to 1, then comes 2 forever; p holds in 0 and 2, q in 1 and 2.
CHAIN = Kripke(R=[(0, 0), (0, 1), (1, 2), (2, 2)], S0=[0], L={0: {'p'}, 1: {'q'}, 2: {'p', 'q'}})

def states(logic, structure, formula):
    try:
        return sorted(logic.modelcheck(structure, logic.Parser()(formula)))
    except Exception:
        return 'no formula of this logic'

seen = {}
for title, structure, formulas in (
    ('loop', LOOP, ('A G p', 'A G true', 'A F p', 'A X p', 'A (p U p)', 'A (F G p)', 'A (G F p)')),
    ('chain', CHAIN, ('A G p', 'A G (p or q)', 'A F q', 'A (p U q)', 'A (p R q)')),
):
    for formula in formulas:
        seen[title, formula] = row = [states(logic, structure, formula) for logic in (CTL, CTLS, LTL)]
        print(f'{title}, {formula}: CTL {row[0]}, CTL* {row[1]}, LTL {row[2]}')
same = lambda title, formula, due: seen[title, formula] == [due] * 3
raise SystemExit(not (
    seen['loop', 'A G p'] == seen['loop', 'A G true'] == [[0], [0], []]
    and seen['loop', 'A (G F p)'][2] == [] and seen['loop', 'A (F G p)'][2] == [0]
    and all(same('loop', formula, [0]) for formula in ('A F p', 'A X p', 'A (p U p)'))
    and seen['chain', 'A G p'] == [[2], [2], []] and seen['chain', 'A G (p or q)'] == [[0, 1, 2], [0, 1, 2], []]
    and same('chain', 'A F q', [1, 2]) and same('chain', 'A (p U q)', [1, 2])
    and seen['chain', 'A (p R q)'] == [[1, 2], [1, 2], [2]]
))
P
venv/bin/python always.py
