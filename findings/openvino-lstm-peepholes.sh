#!/bin/sh
# OpenVINO computes a recurrent layer without its peepholes, its coupled gates or the activations of its second direction.
#
# Expected: an LSTM looks at its cell through the weights of input P, takes 1 - i for the forget gate if input_forget is not
# 0, and a bidirectional layer has a list of activations for each direction (ONNX operator specification, LSTM and RNN); or
# the model is refused, as OpenVINO refuses layout 1 and activations that it does not have.
# Seen: all three are read and compiled without a warning. P and input_forget change nothing, and the second direction has
# the activations of the first. A layer of the second activations alone is right, and onnxruntime gives what the
# specification says for all of them.
# openvino 2026.4.1, onnx 1.23.2, onnxruntime 1.32.0 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install openvino==2026.4.1 onnx==1.23.2 onnxruntime==1.32.0
cd "$folder"
cat >layers.py <<'P'
from importlib.metadata import version
import numpy as np
import onnxruntime
import openvino
from onnx import TensorProto, checker, helper, numpy_helper

print(*(f'{name} {version(name)}' for name in ('openvino', 'onnx', 'onnxruntime')))
X = np.array([1, -2, 0.5, 1.5], np.float32)
W, R, P = (0.5, -0.7, 0.3, 0.9), (0.4, 0.2, -0.6, 0.8), (0.7, -0.5, 1.1)
sigmoid = lambda x: 1 / (1 + np.exp(-x))

def layer(operator, weights, peepholes=None, directions=1, **options):
    """A layer of one unit that sees one number a step."""
    constants = {'W': weights[0], 'R': weights[1]} | ({'P': peepholes} if peepholes else {})
    constants = [numpy_helper.from_array(np.array([[[value] for value in values]] * directions, np.float32), name)
                 if name != 'P' else numpy_helper.from_array(np.array([values], np.float32), name)
                 for name, values in constants.items()]
    inputs = ['x', 'W', 'R', '', '', '', '', 'P'] if peepholes else ['x', 'W', 'R']
    info = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    node = helper.make_node(operator, inputs, ['y'], hidden_size=1, **options)
    graph = helper.make_graph([node], 'g', [info('x', len(X), 1, 1)], [info('y', len(X), directions, 1, 1)], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)
    checker.check_model(model, full_check=True)
    return model

def lstm(peepholes=(0, 0, 0), coupled=False):
    """The equations of the specification, gates in the order input, output, forget, cell."""
    h = c = 0.0
    rows = []
    for x in X:
        i, o, f, g = (w * x + r * h for w, r in zip(W, R))
        i = sigmoid(i + peepholes[0] * c)
        f = 1 - i if coupled else sigmoid(f + peepholes[2] * c)
        c = f * c + i * np.tanh(g)
        o = sigmoid(o + peepholes[1] * c)
        h = o * np.tanh(c)
        rows.append([h])
    return np.array(rows)

def rnn(*activations):
    """Both directions, forward and reverse."""
    columns = []
    for activation, order in zip(activations, (range(len(X)), range(len(X) - 1, -1, -1))):
        h, column = 0.0, np.zeros(len(X))
        for step in order:
            h = column[step] = activation(W[0] * X[step] + R[0] * h)
        columns.append(column)
    return np.array(columns).T

def relu(x):
    return max(x, 0)

cells, one, both = (W, R), ((W[0],), (R[0],)), {'directions': 2, 'direction': 'bidirectional'}
CASES = {  # the layer, what is due, what OpenVINO gives
    'LSTM': (layer('LSTM', cells), lstm(), lstm()),
    'LSTM, peepholes': (layer('LSTM', cells, P), lstm(P), lstm()),
    'LSTM, input_forget': (layer('LSTM', cells, input_forget=1), lstm(coupled=True), lstm()),
    'RNN, both directions Relu': (layer('RNN', one, activations=['Relu', 'Relu'], **both), rnn(relu, relu), rnn(relu, relu)),
    'RNN, Tanh and Relu': (layer('RNN', one, activations=['Tanh', 'Relu'], **both), rnn(np.tanh, relu), rnn(np.tanh, np.tanh)),
    'RNN, Relu and Tanh': (layer('RNN', one, activations=['Relu', 'Tanh'], **both), rnn(relu, np.tanh), rnn(relu, relu)),
}
core = openvino.Core()
same = []
for title, (model, due, other) in CASES.items():
    data, x = model.SerializeToString(), X.reshape(-1, 1, 1)
    right = onnxruntime.InferenceSession(data).run(None, {'x': x})[0].reshape(due.shape)
    compiled = core.compile_model(core.read_model(data), 'CPU', {'INFERENCE_PRECISION_HINT': 'f32'})
    got = compiled([x])[compiled.output(0)].reshape(due.shape)
    text = lambda numbers: ' '.join(f'{number:.3f}' for number in numbers.T.ravel())
    print(f'{title}:\n  onnxruntime {text(right)}\n  OpenVINO    {text(got)}')
    near = lambda a, b: np.allclose(a, b, atol=1e-4)
    same.append(near(right, due) and near(got, other))
assert all(not np.allclose(due, other, atol=1e-2) for title, (_, due, other) in CASES.items() if title in list(CASES)[1:3] + list(CASES)[4:])
raise SystemExit(not all(same))
P
venv/bin/python layers.py
