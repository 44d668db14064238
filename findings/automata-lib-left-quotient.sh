#!/bin/sh
# automata-lib cannot make a left quotient that begins with nothing.
#
# Expected: NFA.left_quotient(other) is an automaton for every two NFAs, which accepts x where other accepts some w and
# self accepts wx (its documentation); a quotient may be empty, and right_quotient works for the same pairs.
# Seen: if there is no symbol that both automata read from their initial states, left_quotient raises MissingStateError:
# "initial state … has no transitions defined". So `ab` by `b` and `a(a|b)` by `b` are refused
# instead of empty. An NFA whose initial state has no transitions is otherwise allowed; it is written with an empty table.
# automata-lib 9.2.0 from PyPI, Python 3. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install automata-lib==9.2.0
"$folder/venv/bin/python" - <<'P'
from importlib.metadata import version
from itertools import product
from automata.base.exceptions import MissingStateError
from automata.fa.nfa import NFA

print('automata-lib', version('automata-lib'))
WORDS = [''.join(letters) for length in range(4) for letters in product('ab', repeat=length)]
accepted = lambda machine: [word for word in WORDS if machine.accepts_input(word)]

def quotient(side, whole, part):
    left, right = (NFA.from_regex(text, input_symbols={'a', 'b'}) for text in (whole, part))
    try:
        return accepted(getattr(left, f'{side}_quotient')(right))
    except MissingStateError:
        return 'MissingStateError'

seen = {}
for whole, part in (('ab', 'a'), ('ab', 'b'), ('a(a|b)', 'b')):
    wholes, parts = (accepted(NFA.from_regex(text, input_symbols={'a', 'b'})) for text in (whole, part))
    due = [x for x in WORDS if any(w + x in wholes for w in parts)]
    right = [x for x in WORDS if any(x + w in wholes for w in parts)]
    assert quotient('right', whole, part) == right
    seen[whole, part] = quotient('left', whole, part)
    print(f'{whole!r} by {part!r}: left quotient due {due}, got {seen[whole, part]}; right quotient {right} is right')
NFA(states={0}, input_symbols={'a'}, transitions={0: {}}, initial_state=0, final_states={0})
raise SystemExit(seen != {('ab', 'a'): ['b'], ('ab', 'b'): 'MissingStateError', ('a(a|b)', 'b'): 'MissingStateError'})
P
