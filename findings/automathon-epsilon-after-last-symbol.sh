#!/bin/sh
# automathon's NFA does not follow epsilon transitions after the last symbol of a word.
#
# Expected: a word is accepted if an accepting state can be reached by its symbols and any epsilon transitions before,
# between and after them; get_dfa() and remove_epsilon_transitions() keep the language.
# Seen: accept() takes epsilon transitions only while symbols are left, so an automaton that reads `a` and goes to its
# accepting state by an epsilon transition does not accept `a`. get_dfa() and remove_epsilon_transitions() do follow it, so
# they change what accept() says. complement() of an NFA swaps its accepting states, so `ab` is in the language of "ends in
# ab" and in that of its complement; through get_dfa() the complement is right.
# automathon 0.0.15 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install automathon==0.0.15
cd "$folder"
cat >words.py <<'P'
from importlib.metadata import version
from itertools import product
from automathon import NFA

print('automathon', version('automathon'))
after = NFA({'0', '1', '2'}, {'a'}, {'0': {'a': {'1'}}, '1': {'': {'2'}}, '2': {}}, '0', {'2'})
before = NFA({'0', '1', '2'}, {'a'}, {'0': {'': {'1'}}, '1': {'a': {'2'}}, '2': {}}, '0', {'2'})
ends = NFA({'0', '1', '2'}, {'a', 'b'}, {'0': {'a': {'0', '1'}, 'b': {'0'}}, '1': {'b': {'2'}}, '2': {}}, '0', {'2'})
words = [''.join(word) for length in range(1, 4) for word in product('ab', repeat=length)]
seen = []
for title, nfa in (('a, then epsilon', after), ('epsilon, then a', before)):
    row = [automaton.accept('a') for automaton in (nfa, nfa.remove_epsilon_transitions(), nfa.get_dfa())]
    print(f'{title}: `a` accepted by the NFA {row[0]}, without epsilon transitions {row[1]}, by the DFA {row[2]}')
    seen.append(row)
for title, complement in (('NFA', ends.complement()), ('DFA', ends.get_dfa().complement())):
    both = [word for word in words if ends.accept(word) and complement.accept(word)]
    neither = [word for word in words if not ends.accept(word) and not complement.accept(word)]
    print(f'ends in ab, complement of its {title}: words of both {both}, of neither {neither}')
    seen.append([both, neither])
raise SystemExit(seen != [[False, True, True], [True, True, True], [['ab', 'aab', 'bab'], []], [[], []]])
P
venv/bin/python words.py
