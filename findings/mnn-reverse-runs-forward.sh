#!/bin/sh
# MNN runs a recurrent layer with direction "reverse" from the first step to the last.
#
# Expected: RNN and GRU with direction `reverse` begin at the last step of the input (ONNX operator specification);
# the converter takes such a model without a warning, and the reverse half of `bidirectional` is right.
# Seen: the outputs are those of direction `forward` with the same weights, to the last float. onnxruntime gives for
# `reverse` what `forward` gives for the reversed input, as specified. So a model that has learned to read backwards is
# converted and answers, only wrongly. The converter's option --useOriginRNNImpl changes nothing here.
# mnn 3.6.1, onnx 1.23.2, onnxruntime 1.32.0 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install mnn==3.6.1 onnx==1.23.2 onnxruntime==1.32.0
cd "$folder"
cat >direction.py <<'P'
import subprocess
import sys
from importlib.metadata import version
import MNN
import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper, save

print(*(f'{name} {version(name)}' for name in ('mnn', 'onnx', 'onnxruntime')))
STEPS, INPUTS, HIDDEN = 5, 3, 2
GATES = {'RNN': 1, 'GRU': 3}
random = np.random.default_rng(1)
steps = random.normal(size=(STEPS, 1, INPUTS)).astype(np.float32)

def layer(operator, direction):
    """A layer whose weights depend on the operator alone; for both directions, the same weights twice."""
    weights = np.random.default_rng(2)
    halves = 2 if direction == 'bidirectional' else 1
    shapes = {'W': INPUTS, 'R': HIDDEN}
    rows = GATES[operator] * HIDDEN
    values = {name: weights.normal(size=(1, rows, size)).astype(np.float32) for name, size in shapes.items()}
    constants = [numpy_helper.from_array(np.repeat(value, halves, 0), name) for name, value in values.items()]
    options = {'linear_before_reset': 1} if operator == 'GRU' else {}
    node = helper.make_node(operator, ['x', 'W', 'R'], ['y'], hidden_size=HIDDEN, direction=direction, **options)
    graph = helper.make_graph(
        [node], 'g', [helper.make_tensor_value_info('x', TensorProto.FLOAT, [STEPS, 1, INPUTS])],
        [helper.make_tensor_value_info('y', TensorProto.FLOAT, [STEPS, halves, 1, HIDDEN])], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)

def by_onnxruntime(model, x):
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {'x': x})[0]

def by_mnn(model, x):
    save(model, 'layer.onnx')
    # The converter itself: the command around it would report each use.
    convert = "import _tools; _tools.mnnconvert('mnnconvert -f ONNX --modelFile layer.onnx --MNNModel layer.mnn --bizCode x'.split())"
    subprocess.run([sys.executable, '-c', convert], check=True, stdout=subprocess.DEVNULL)
    layer = MNN.nn.load_module_from_file('layer.mnn', ['x'], ['y'])
    return np.array(layer.forward([MNN.expr.const(x.copy(), list(x.shape), MNN.expr.NCHW, MNN.expr.float)])[0].read())

near = lambda a, b: bool(np.allclose(a.ravel(), b.ravel(), atol=1e-5))
seen = []
for operator in GATES:
    forward, reverse, both = (layer(operator, direction) for direction in ('forward', 'reverse', 'bidirectional'))
    due = by_onnxruntime(reverse, steps)
    assert near(due, by_onnxruntime(forward, steps[::-1].copy())[::-1])
    got = by_mnn(reverse, steps)
    row = [near(by_mnn(forward, steps), by_onnxruntime(forward, steps)), near(by_mnn(both, steps), by_onnxruntime(both, steps)),
           near(got, due), np.array_equal(got.ravel(), by_mnn(forward, steps).ravel())]
    print(f'{operator}: forward right {row[0]}, bidirectional right {row[1]}, reverse right {row[2]}, reverse is forward {row[3]}')
    seen.append(row)
raise SystemExit(seen != [[True, True, False, True]] * 2)
P
venv/bin/python direction.py
