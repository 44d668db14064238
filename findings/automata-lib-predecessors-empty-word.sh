#!/bin/sh
# automata-lib's DFA.predecessors decides about the empty word by the wrong state.
#
# Expected: predecessors(word) yields "all strings that come before the input string" among those that the automaton
# accepts (its documentation), so the empty word is last if it is accepted, and else is not there.
# Seen: the empty word comes if the state after the last one-letter prefix that was tried accepts. {'', 'ab'} loses it,
# {'a'} gains it, predecessor() returns it for an automaton that rejects it, and predecessors('',
# strict=False) raises UnboundLocalError. successors() and accepts_input() of the same automata are right.
# Source: in DFA.successors, which walks both ways, `state` is the one left when the walk is over, not the initial one.
# automata-lib 9.2.0 from PyPI, Python 3. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install automata-lib==9.2.0
"$folder/venv/bin/python" - <<'P'
from importlib.metadata import version
from automata.fa.dfa import DFA

print('automata-lib', version('automata-lib'))
seen = []
for words in (['', 'ab'], ['a'], ['', 'a'], ['ab']):
    machine = DFA.from_finite_language(language=set(words), input_symbols={'a', 'b'})
    assert list(machine.successors(None)) == words and machine.accepts_input('') == ('' in words)
    due = sorted((word for word in words if word < 'b'), reverse=True)
    got = list(machine.predecessors('b'))
    print(f'{words}: due {due}, predecessors {got}')
    seen.append(got)
only_a = DFA.from_finite_language(language={'a'}, input_symbols={'a', 'b'})
first = only_a.predecessor('a')
print(f"['a']: predecessor('a') is {first!r}")
try:
    print(list(only_a.predecessors('', strict=False)))
    error = ''
except UnboundLocalError as raised:
    error = type(raised).__name__
    print("['a']: predecessors('', strict=False) raises", error)
raise SystemExit(not (seen == [['ab'], ['a', ''], ['a', ''], ['ab']] and first == '' and error))
P
