#!/bin/sh
# MNN computes a GRU as if it had linear_before_reset, which is off unless a model asks for it.
#
# Expected: with linear_before_reset = 0, ONNX's default, the reset gate is applied to the state before the product with
# the recurrent weights, and with another value after it (ONNX operator specification, GRU).
# PyTorch's GRU is the second kind.
# Seen: the converter takes both kinds without a warning, and both give the same numbers: those that onnxruntime gives
# for the second. The first step from a state of zeros is right, so a test of one step shows nothing. With
# --useOriginRNNImpl, offered by the converter in place of a loop, both kinds are right.
# mnn 3.6.1, onnx 1.23.2, onnxruntime 1.32.0 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install mnn==3.6.1 onnx==1.23.2 onnxruntime==1.32.0
cd "$folder"
cat >gru.py <<'P'
import subprocess
import sys
from importlib.metadata import version
import MNN
import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper, save

print(*(f'{name} {version(name)}' for name in ('mnn', 'onnx', 'onnxruntime')))
STEPS, INPUTS, HIDDEN = 4, 3, 2
random = np.random.default_rng(1)
steps = random.normal(size=(STEPS, 1, INPUTS)).astype(np.float32)
# The bias of the recurrent product, which the two kinds treat differently as well, is zero.
constants = [numpy_helper.from_array(random.normal(size=(1, 3 * HIDDEN, size)).astype(np.float32), name)
             for name, size in (('W', INPUTS), ('R', HIDDEN))]

def gru(**options):
    node = helper.make_node('GRU', ['x', 'W', 'R'], ['y'], hidden_size=HIDDEN, **options)
    graph = helper.make_graph(
        [node], 'g', [helper.make_tensor_value_info('x', TensorProto.FLOAT, [STEPS, 1, INPUTS])],
        [helper.make_tensor_value_info('y', TensorProto.FLOAT, [STEPS, 1, 1, HIDDEN])], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)

def by_hand(after):
    """The equations of the specification, with the reset gate after the product or before it."""
    sigmoid = lambda x: 1 / (1 + np.exp(-x))
    W, R = (numpy_helper.to_array(constant)[0].astype(float) for constant in constants)
    state, rows = np.zeros(HIDDEN), []
    for x in steps[:, 0]:
        (wz, wr, wh), (rz, rr, rh) = (W @ x).reshape(3, HIDDEN), R.reshape(3, HIDDEN, HIDDEN)
        z, r = sigmoid(wz + rz @ state), sigmoid(wr + rr @ state)
        h = np.tanh(wh + (r * (rh @ state) if after else rh @ (r * state)))
        state = (1 - z) * h + z * state
        rows.append(state)
    return np.array(rows)

def by_onnxruntime(model):
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {'x': steps})[0].reshape(STEPS, HIDDEN)

def by_mnn(model, option=''):
    save(model, 'gru.onnx')
    # The converter itself: the command around it would report each use.
    convert = "import _tools, sys; _tools.mnnconvert(sys.argv)"
    options = f'-f ONNX --modelFile gru.onnx --MNNModel gru.mnn --bizCode x {option}'.split()
    subprocess.run([sys.executable, '-c', convert, *options], check=True, stdout=subprocess.DEVNULL)
    layer = MNN.nn.load_module_from_file('gru.mnn', ['x'], ['y'])
    x = MNN.expr.const(steps.copy(), list(steps.shape), MNN.expr.NCHW, MNN.expr.float)
    return np.array(layer.forward([x])[0].read()).reshape(STEPS, HIDDEN)

ORIGINAL = '--useOriginRNNImpl'
near = lambda a, b: bool(np.allclose(a, b, atol=1e-5))
default, before, after = gru(), gru(linear_before_reset=0), gru(linear_before_reset=1)
for title, model in (('default', default), ('0', before), ('1', after)):
    last = lambda y: ' '.join(f'{number:.4f}' for number in y[-1])
    print(f'linear_before_reset {title}: last state {last(by_onnxruntime(model))} in onnxruntime, {last(by_mnn(model))} in MNN, '
          f'{last(by_mnn(model, ORIGINAL))} with {ORIGINAL}')
assert near(by_onnxruntime(default), by_hand(after=False)) and near(by_onnxruntime(after), by_hand(after=True))
raise SystemExit(not (
    near(by_mnn(after), by_hand(after=True)) and not near(by_hand(after=True), by_hand(after=False))
    and np.array_equal(by_mnn(default), by_mnn(after)) and np.array_equal(by_mnn(before), by_mnn(after))
    and near(by_mnn(default)[0], by_hand(after=False)[0]) and near(by_mnn(default, ORIGINAL), by_hand(after=False))
))
P
venv/bin/python gru.py
