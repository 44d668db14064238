#!/bin/sh
# PySimpleAutomata calls a language empty if its only word is the empty one, and universal if it lacks only that.
#
# Expected: an automaton is nonempty if a final state can be reached from an initial one, by no step as well as by some, and
# nonuniversal if its complement is nonempty (docstrings of dfa_nonemptiness_check and nfa_nonuniversality_check).
# Seen: an initial state is not looked at before the first step. {''} is empty for a DFA and for an NFA; the words of one
# letter or more are all words, so two automata that differ in the empty word only pass such checks as equal. The word
# acceptance of the same library knows better, and with a word of one letter every check is right.
# PySimpleAutomata 0.5.0 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install PySimpleAutomata==0.5.0
cd "$folder"
cat >empty.py <<'P'
from importlib.metadata import version
from PySimpleAutomata import DFA, NFA

print('PySimpleAutomata', version('PySimpleAutomata'))
LOST = {('first', 'a'): 'lost', ('lost', 'a'): 'lost'}
LATER = {('first', 'a'): 'later', ('later', 'a'): 'later'}
LANGUAGES = {
    'no word': (set(), LOST),
    'the empty word only': ({'first'}, LOST),
    'a only': ({'later'}, {('first', 'a'): 'later', ('later', 'a'): 'lost', ('lost', 'a'): 'lost'}),
    'one a or more': ({'later'}, LATER),
    'all words': ({'first', 'later'}, LATER),
}
seen = {}
for title, (accepting, transitions) in LANGUAGES.items():
    both = {'alphabet': {'a'}, 'states': {'first', *transitions.values()}, 'accepting_states': accepting}
    dfa = {**both, 'initial_state': 'first', 'transitions': transitions}
    nfa = {**both, 'initial_states': {'first'}, 'transitions': {step: {state} for step, state in transitions.items()}}
    words = [word for word in ('', 'a', 'aa') if DFA.dfa_word_acceptance(dfa, list(word))]
    seen[title] = words, DFA.dfa_nonemptiness_check(dfa), NFA.nfa_nonemptiness_check(nfa), NFA.nfa_nonuniversality_check(nfa)
    print(f'{title}: of 3 words it accepts {words}; nonempty as DFA {seen[title][1]}, as NFA {seen[title][2]};',
          f'nonuniversal {seen[title][3]}')
raise SystemExit(seen != {
    'no word': ([], False, False, True),
    'the empty word only': ([''], False, False, True),
    'a only': (['a'], True, True, True),
    'one a or more': (['a', 'aa'], True, True, False),
    'all words': (['', 'a', 'aa'], True, True, False),
})
P
venv/bin/python empty.py
