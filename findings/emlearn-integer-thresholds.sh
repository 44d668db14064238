#!/bin/sh
# emlearn cuts the thresholds of a decision tree for integers towards zero, which moves each positive split by one.
#
# Expected: a tree goes left where x <= threshold (scikit-learn, sklearn.tree). Between the integers 3 and 4 the threshold is
# 3.5, so a tree of int16_t, the type for microcontrollers and the default, can predict integers exactly as scikit-learn.
# Seen: the C code compares with `x < 3`, so 3 goes to the right with 4. Negative thresholds come out right, -3.5 as `x < -3`,
# which makes -0.5 and 0.5 the same split `x < 0`: one class is never predicted, and each larger integer gets the class of its
# neighbour. A tree that knows its 12 training samples by heart has 5 of them wrong. With dtype float it is right.
# emlearn 0.23.2, scikit-learn 1.9.1 from PyPI, Python 3.11, cc. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install emlearn==0.23.2 scikit-learn==1.9.1
cd "$folder"
cat >tree.py <<'P'
import re
import warnings
from importlib.metadata import version
import emlearn
import numpy as np
from sklearn.tree import DecisionTreeClassifier

warnings.simplefilter('ignore')
print('emlearn', version('emlearn'), ' scikit-learn', version('scikit-learn'))
x = np.arange(-6, 6, dtype=np.int16)[:, None]
tree = DecisionTreeClassifier(random_state=0).fit(x, np.arange(12))
seen = {'scikit-learn': tree.predict(x).tolist()}
for title, options in {
    'default': {},
    'inline, int16_t': {'method': 'inline', 'dtype': 'int16_t'},
    'loadable, int16_t': {'method': 'loadable', 'dtype': 'int16_t'},
    'inline, float': {'method': 'inline', 'dtype': 'float'},
}.items():
    seen[title] = list(map(int, emlearn.convert(tree, **options).predict(x)))
print('x                ', *x.ravel())
for title, classes in seen.items():
    print(f'{title:17}', *classes)
code = emlearn.convert(tree, method='inline', dtype='int16_t').save(name='tree', inference=['inline'])
splits = [int(split) for split in re.findall(r'features\[0\] < (-?\d+)\)', code)]
print('thresholds       ', *sorted(t for t in tree.tree_.threshold if t != -2))
print('of int16_t       ', *splits)
RIGHT = list(range(12))
CUT = [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 11]
raise SystemExit(not (
    seen['scikit-learn'] == seen['inline, float'] == RIGHT
    and seen['default'] == seen['inline, int16_t'] == seen['loadable, int16_t'] == CUT
    and splits == [-5, -4, -3, -2, -1, 0, 0, 1, 2, 3, 4]
))
P
nice venv/bin/python tree.py
