#!/bin/sh
# A Gaussian naive Bayes classifier converted by emlearn has lost the priors, and wraps far from the mean.
#
# Expected: the converted classifier predicts what the one of scikit-learn does, up to rounding: the class with the largest
# prior times likelihood (scikit-learn, "Naive Bayes"), with priors from the training data or as given.
# Seen: class_prior_ is not written, so all classes weigh the same; of two overlapping classes of 950 and 50 samples the rare
# one is found from the middle between the means on, and given priors change nothing. The square of a distance is a
# product of two Q16.16 numbers in 32 bits, which is too long from 182 standard deviations on: far away from a narrow class
# its likelihood comes back again and again. With equal priors and near all means both agree.
# emlearn 0.23.2, scikit-learn 1.9.1 from PyPI, Python 3.11, cc. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install emlearn==0.23.2 scikit-learn==1.9.1
cd "$folder"
cat >bayes.py <<'P'
from importlib.metadata import version
import emlearn
import numpy as np
from sklearn.naive_bayes import GaussianNB

print('emlearn', version('emlearn'), ' scikit-learn', version('scikit-learn'))
random = np.random.default_rng(0)

def both(title, classes, at, **options):
    """Where sklearn and emlearn find the second of two classes, each of normal samples (count, mean, deviation)."""
    x = np.concatenate([random.normal(mean, deviation, (count, 1)) for count, mean, deviation in classes])
    y = np.repeat([0, 1], [count for count, *_ in classes])
    model = GaussianNB(**options).fit(x, y)
    at = np.array(at, np.float32)[:, None]
    found = ''.join(map(str, model.predict(at))), ''.join(map(str, emlearn.convert(model).predict(at)))
    print(title, f'priors {model.class_prior_.round(3).tolist()}', f'  scikit-learn  {found[0]}', f'  emlearn       {found[1]}', sep='\n')
    return found

NEAR = np.arange(-1, 5, 0.5)
FAR = np.arange(0, 7, 0.25)
equal = both('500 and 500 samples', [(500, 0, 1), (500, 2, 1)], NEAR)
rare = both('950 and 50 samples', [(950, 0, 1), (50, 2, 1)], NEAR)
given = both('500 and 500 samples, priors given', [(500, 0, 1), (500, 2, 1)], NEAR, priors=[0.999, 0.001])
far = both('a narrow class at 0, a wide one at 5', [(50, 0, 0.01), (50, 5, 1)], FAR)
raise SystemExit(not (
    equal[0] == equal[1] == rare[1] == given[1] == '000011111111'
    and rare[0] == '000000001111' and given[0] == '000000000001'
    and far[0] == '0' + '1' * 27 and far[1][:8] == '01111111' and 5 < far[1].count('0') < 20
))
P
nice venv/bin/python bayes.py
