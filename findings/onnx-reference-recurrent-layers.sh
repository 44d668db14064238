#!/bin/sh
# ONNX's reference evaluator runs padding through its recurrent layers, and leaves out their clip and activations.
#
# Expected: the reference evaluator shows what an operator means (its documentation). Of a batch with sequence_lens each
# sequence ends at its length: the steps after it are zeros in Y, and Y_h is the state at its end; clip bounds what goes
# into an activation; GRU and LSTM have the activations of the model; input_forget couples the gates of an LSTM (ONNX
# operator specification, RNN, GRU and LSTM). onnxruntime does all of that.
# Seen: sequence_lens, clip, input_forget and the activations of GRU and LSTM change nothing, without a warning, so what
# is compared with the reference must be wrong to agree. RNN has its activations, or refuses them.
# onnx 1.23.2, onnxruntime 1.32.0 from PyPI, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install onnx==1.23.2 onnxruntime==1.32.0
cd "$folder"
cat >layers.py <<'P'
from importlib.metadata import version
import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

print(*(f'{name} {version(name)}' for name in ('onnx', 'onnxruntime')))
GATES = {'RNN': 1, 'GRU': 3, 'LSTM': 4}
STEPS, BATCH = 4, 2
x = np.random.default_rng(1).normal(size=(STEPS, BATCH, 1)).astype(np.float32)

def layer(operator, lengths=None, **options):
    """A layer of one unit. Returns both outputs, Y as a row for each sequence, by onnxruntime and by the reference."""
    random = np.random.default_rng(2)
    constants = {name: 3 * random.normal(size=(1, GATES[operator], 1)).astype(np.float32) for name in 'WR'}
    if lengths:
        constants['lengths'] = np.array(lengths, np.int32)
    info = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    node = helper.make_node(operator, ['x', 'W', 'R'] + (['', 'lengths'] if lengths else []), ['y', 'h'], hidden_size=1, **options)
    graph = helper.make_graph([node], 'g', [info('x', STEPS, BATCH, 1)], [info('y', STEPS, 1, BATCH, 1), info('h', 1, BATCH, 1)],
                              [numpy_helper.from_array(value, name) for name, value in constants.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)
    checker.check_model(model, full_check=True)
    runs = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {'x': x}), ReferenceEvaluator(model).run(None, {'x': x})
    return [(y.reshape(STEPS, BATCH).T, h.ravel()) for y, h in runs]

near = lambda a, b: all(np.allclose(p, q, atol=1e-5) for p, q in zip(a, b))
same = []
for operator in GATES:
    right, plain = layer(operator)
    cases = {'sequence_lens 2 and 4': {'lengths': [2, 4]}, 'clip 0.1': {'clip': 0.1}}
    if operator != 'RNN':
        cases['activations'] = {'activations': ['HardSigmoid', 'Softsign', 'Softsign'][:GATES[operator] - 1]}
    if operator == 'LSTM':
        cases['input_forget'] = {'input_forget': 1}
    print(f'{operator}: the same in both: {near(right, plain)}')
    same.append(near(right, plain))
    for title, options in cases.items():
        right, reference = layer(operator, **options)
        print(f'{operator}, {title}: the reference as without: {near(reference, plain)}, as onnxruntime: {near(reference, right)}')
        if 'lengths' in options:
            ends = right[0][[0, 1], [1, 3]]
            print(f'  first sequence {right[0][0].round(3)} and Y_h {right[1][0]:.3f}, in the reference {reference[0][0].round(3)} and {reference[1][0]:.3f}')
            same.append(bool((right[0][0, 2:] == 0).all()) and np.array_equal(right[1], ends))
        same.append(near(reference, plain) and not near(reference, right))
right, reference = layer('RNN', activations=['Affine'], activation_alpha=[0.5], activation_beta=[0.0])
print(f'RNN, Affine: the reference as onnxruntime: {near(reference, right)}')
raise SystemExit(not (all(same) and near(reference, right)))
P
venv/bin/python layers.py
