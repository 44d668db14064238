#!/bin/sh
# hls4ml converts recurrent layers of Keras to C++ that runs the wrong way, has one of nine biases, or is empty.
#
# Expected: a layer or an option that is not supported is refused; the others compute what Keras computes, up to rounding.
# hls4ml's reader of Keras 3 names SimpleRNN, LSTM and GRU as what it reads, and knows reset_after.
# Seen: go_backwards is dropped, so LSTM and GRU go through the sequence forwards. The bias of a GRU with reset_after=False is
# a vector where the usual one has two; its first number is written in place of the vector, and the code that takes 9 reads
# beyond it. A SimpleRNN becomes a function without any layer, which leaves its output as it was. There is no warning. LSTM
# and the usual GRU are right to 0.02.
# hls4ml 1.3.0, keras 3.15.1, jax 0.10.2 from PyPI, backend Vitis compiled by g++, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install hls4ml==1.3.0 keras==3.15.1 jax==0.10.2
cd "$folder"
cat >layers.py <<'P'
import re
import warnings
from importlib.metadata import version
import numpy as np

warnings.filterwarnings('ignore')
import hls4ml
import keras

print('hls4ml', version('hls4ml'), ' keras', version('keras'))
X = np.random.default_rng(1).uniform(-1, 1, (4, 5, 2)).astype(np.float32)

def converted(layer):
    inputs = keras.Input((5, 2))
    model = keras.Model(inputs, layer(inputs))
    weights = np.random.default_rng(2)
    for weight in model.weights:
        weight.assign(weights.uniform(-1, 1, weight.shape))
    config = hls4ml.utils.config_from_keras_model(model, granularity='name', default_precision='ap_fixed<32,12>', backend='Vitis')
    # A folder each: a library that was loaded once would be used again.
    converted.count = getattr(converted, 'count', 0) + 1
    return model, hls4ml.converters.convert_from_keras_model(
        model, hls_config=config, output_dir=f'project{converted.count}', backend='Vitis')

def by_both(layer):
    model, hls = converted(layer)
    hls.compile()
    due = np.asarray(model.predict(X, verbose=0))
    return due, hls.predict(X).reshape(due.shape)

def written(layer):
    """The numbers of the biases, and the calls of layers, in what is written."""
    _, hls = converted(layer)
    hls.write()
    folder = f'{hls.config.get_output_dir()}/firmware'
    calls = re.findall(r'nnet::(\w+)<\w+, \w+, \w+>\(', open(f'{folder}/myproject.cpp').read())
    bias = re.search(r'b2\[(\d+)\]', open(f'{folder}/weights/b2.h').read())[1]
    return calls, int(bias)

asSeen = True
for name in ('LSTM', 'GRU'):
    kind = getattr(keras.layers, name)
    due, forwards = by_both(kind(3, return_sequences=True))
    backwards_due, backwards = by_both(kind(3, return_sequences=True, go_backwards=True))
    error, backwards_error = np.abs(due - forwards).max(), np.abs(backwards_due - backwards).max()
    same = np.array_equal(forwards, backwards)
    print(f'{name}: error {error:.3f}; go_backwards: error {backwards_error:.3f}, equal to forwards {same}')
    asSeen &= error < 0.02 and backwards_error > 0.1 and same
for title, layer, due in (
    ('GRU', keras.layers.GRU(3), (['gru_stack'], 9)),
    ('GRU with reset_after=False', keras.layers.GRU(3, reset_after=False), (['gru_stack'], 1)),
    ('SimpleRNN', keras.layers.SimpleRNN(3), ([], 3)),
):
    calls, bias = written(layer)
    print(f'{title}: calls {calls}, biases {bias}')
    asSeen &= (calls, bias) == due
raise SystemExit(not asSeen)
P
KERAS_BACKEND=jax nice venv/bin/python layers.py 2>log || { status=$?; tail -3 log; exit "$status"; }
