#!/bin/sh
# In onnxruntime's recurrent layers ThresholdedRelu is Relu, Affine and ScaledTanh are 0, and Softplus(89) is infinite.
#
# Expected: without activation_alpha and activation_beta an activation has the defaults of the operator of its name (ONNX
# operator specification, RNN): ThresholdedRelu has alpha 1, and onnxruntime's own operator keeps to it. Softplus(x) is
# log(1 + exp(x)), about x for a large one, as onnxruntime's operator Softplus gives.
# Seen: in an RNN the default of ThresholdedRelu is 0, so what lies between 0 and 1 passes. Softplus is infinite from 89 on,
# and the state after that no number at all. Affine and ScaledTanh, whose operators the standard no longer has, answer 0 to everything
# unless both parameters are given, where Affine had 1 and 0. LeakyRelu, Elu and HardSigmoid have the right defaults.
# onnxruntime 1.32.0, onnx 1.23.2 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install onnxruntime==1.32.0 onnx==1.23.2
cd "$folder"
cat >activations.py <<'P'
from importlib.metadata import version
import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper

print(*(f'{name} {version(name)}' for name in ('onnxruntime', 'onnx')))
X = np.array([-2, -0.5, 0.25, 0.75, 1.5, 88, 89], np.float32)

def run(node, constants, shape, size):
    info = lambda name, *sizes: helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)
    graph = helper.make_graph([node], 'g', [info('x', *shape)], [info('y', *size)], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)
    checker.check_model(model, full_check=True)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {'x': X.reshape(shape)})[0].ravel()

def in_layer(activation, **options):
    """An RNN of one unit that sees nothing of the past, so each output is the activation of one input."""
    constants = [numpy_helper.from_array(np.full((1, 1, 1), value, np.float32), name) for name, value in (('W', 1), ('R', 0))]
    node = helper.make_node('RNN', ['x', 'W', 'R'], ['y'], hidden_size=1, activations=[activation], **options)
    return run(node, constants, (len(X), 1, 1), (len(X), 1, 1, 1))

def as_operator(activation):
    return run(helper.make_node(activation, ['x'], ['y']), [], (len(X),), (len(X),))

text = lambda numbers: ' '.join(f'{number:.3g}' for number in numbers)
layer, operator = {}, {}
print('inputs:', text(X))
for name in ('LeakyRelu', 'Elu', 'HardSigmoid', 'Softsign', 'ThresholdedRelu', 'Softplus'):
    layer[name], operator[name] = in_layer(name), as_operator(name)
    print(f'{name}: in a layer {text(layer[name])}; operator {text(operator[name])}')
for name in ('Affine', 'ScaledTanh'):
    layer[name] = in_layer(name)
    print(f'{name}: in a layer {text(layer[name])}; with alpha 1 and beta 0.5 {text(in_layer(name, activation_alpha=[1.0], activation_beta=[0.5]))}')
given = in_layer('ThresholdedRelu', activation_alpha=[1.0])
print(f'ThresholdedRelu with alpha 1: in a layer {text(given)}')
near = lambda a, b: np.allclose(a, b, atol=1e-5)
raise SystemExit(not (
    all(near(layer[name], operator[name]) for name in ('LeakyRelu', 'Elu', 'HardSigmoid', 'Softsign'))
    and near(layer['ThresholdedRelu'], np.maximum(X, 0)) and near(given, operator['ThresholdedRelu'])
    and near(operator['ThresholdedRelu'], np.where(X > 1, X, 0))
    and near(layer['Softplus'][:6], operator['Softplus'][:6]) and near(operator['Softplus'][6:], X[6:]) and np.isinf(layer['Softplus'][6])
    and not layer['Affine'].any() and not layer['ScaledTanh'].any()
))
P
venv/bin/python activations.py
