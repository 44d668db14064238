#!/bin/sh
# AALpy's minimize() can throw the initial state out of the automaton's states.
#
# Expected: minimize() merges states that cannot be told apart, in place (its documentation), so the automaton's words stay
# what they were, also in a copy and in a saved file; the initial state may stand anywhere in the list of states.
# Seen: of two equal states the one later in the list is removed, even if it is the initial one. `initial_state` then is a
# state that is not among `states`; the automaton itself steps as before, and bisimilar() finds no fault. But copy() starts
# at the first state of the list, in another language, and the file written by save() starts at a name without a node and
# cannot be loaded. Before minimize() the copy of the same automaton is right.
# aalpy 2.0.0 from PyPI, Python 3. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install aalpy==2.0.0
cd "$folder"
cat >toggle.py <<'P'
import warnings
from importlib.metadata import version
from aalpy.automata import MealyMachine, MealyState
from aalpy.utils import bisimilar, load_automaton_from_file

warnings.simplefilter('ignore')
print('aalpy', version('aalpy'))

def toggle(initial_first):
    """Answers 0, 1, 0, 1, …; `odd` answers 1, `even` and `again` answer 0 and cannot be told apart."""
    odd, even, again = (MealyState(name) for name in ('odd', 'even', 'again'))
    for state, output, following in ((even, 0, odd), (again, 0, odd), (odd, 1, again)):
        state.transitions, state.output_fun = {'step': following}, {'step': output}
    return MealyMachine(again, [again, odd, even] if initial_first else [odd, even, again])

run = lambda machine: machine.execute_sequence(machine.initial_state, ['step'] * 4)
seen = []
for initial_first in (True, False):
    machine = toggle(initial_first)
    before = run(machine.copy())
    machine.minimize()
    states = [state.state_id for state in machine.states]
    machine.save('toggle')
    try:
        loaded = run(load_automaton_from_file('toggle.dot', 'mealy'))
    except Exception as error:
        loaded = type(error).__name__
    row = [before, run(machine), bisimilar(machine, toggle(True)), machine.initial_state in machine.states, run(machine.copy()), loaded]
    print(f'initial state {"first" if initial_first else "last"} in the list: after minimize states {states}, initial {machine.initial_state.state_id}')
    print(f'  copy before {row[0]}; itself {row[1]}, bisimilar {row[2]}, initial among states {row[3]}, copy {row[4]}, loaded {row[5]}')
    seen.append(row)
print(open('toggle.dot').read())
even = [0, 1, 0, 1]
raise SystemExit(seen != [[even, even, True, True, even, even], [even, even, True, False, [1, 0, 1, 0], 'AssertionError']])
P
venv/bin/python toggle.py
