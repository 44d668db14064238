#!/bin/sh
# IREE takes the activations of a recurrent layer that it does not know for Relu.
#
# Expected: a recurrent layer has the activations and the clip that the model names (ONNX operator specification, RNN and
# GRU), or the compiler refuses it, as IREE refuses direction `reverse`, or the clip of a GRU or LSTM.
# Seen: LeakyRelu, Softsign and HardSigmoid all compile without a warning and compute Relu. As the gate of a
# GRU, HardSigmoid goes beyond 1 then, and the state grows. The clip of an RNN is dropped. Tanh is right, and onnxruntime
# gives what the specification says for all of them.
# The recurrent weights are 0 here, so each output is the activation of one input.
# iree 3.13.0, onnx 1.23.2, onnxruntime 1.32.0 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install --no-compile iree-base-compiler==3.13.0 iree-base-runtime==3.13.0 \
  onnx==1.23.2 onnxruntime==1.32.0
cd "$folder"
cat >layers.py <<'P'
import subprocess
from importlib.metadata import version
import iree.runtime
import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper, save

print(*(f'{name} {version(name)}' for name in ('iree-base-compiler', 'onnx', 'onnxruntime')))
X = np.array([-2, -1, 0.5, 1, 2], np.float32)

def layer(operator, gates, **options):
    """A layer of one unit that sees one number a step and nothing of the past."""
    constants = [numpy_helper.from_array(np.full((1, gates, 1), value, np.float32), name) for name, value in (('W', 1), ('R', 0))]
    info = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    node = helper.make_node(operator, ['x', 'W', 'R'], ['y'], hidden_size=1, **options)
    graph = helper.make_graph([node], 'g', [info('x', len(X), 1, 1)], [info('y', len(X), 1, 1, 1)], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)

def by_iree(model):
    save(model, 'layer.onnx')
    subprocess.run(['venv/bin/iree-import-onnx', 'layer.onnx', '-o', 'layer.mlir'], check=True)
    target = ['--iree-hal-target-device=local', '--iree-hal-local-target-device-backends=llvm-cpu', '--iree-llvmcpu-target-cpu=generic']
    subprocess.run(['venv/bin/iree-compile', 'layer.mlir', '-o', 'layer.vmfb', *target], check=True)
    config = iree.runtime.Config('local-task')
    module = iree.runtime.VmModule.mmap(config.vm_instance, 'layer.vmfb')
    context = iree.runtime.SystemContext(config=config)
    context.add_vm_module(module)
    return context.modules[module.name]['g'](X.reshape(-1, 1, 1)).to_host().ravel()

relu = np.maximum(X, 0)

def gru(gate):
    """The state is a mean of itself and tanh x, weighed by the gate."""
    state, states = 0.0, []
    for weight, new in zip(gate, np.tanh(X)):
        state = (1 - weight) * new + weight * state
        states.append(state)
    return np.array(states)

CASES = {  # the layer, what is due, what IREE gives
    'RNN, tanh': (layer('RNN', 1), np.tanh(X), np.tanh(X)),
    'RNN, tanh, clip 0.5': (layer('RNN', 1, clip=0.5), np.tanh(np.clip(X, -0.5, 0.5)), np.tanh(X)),
    'RNN, LeakyRelu, alpha 0.5': (layer('RNN', 1, activations=['LeakyRelu'], activation_alpha=[0.5]), np.where(X < 0, X / 2, X), relu),
    'RNN, Softsign': (layer('RNN', 1, activations=['Softsign']), X / (1 + abs(X)), relu),
    'GRU, HardSigmoid, tanh': (layer('GRU', 3, activations=['HardSigmoid', 'Tanh']), gru(np.clip(0.2 * X + 0.5, 0, 1)), gru(relu)),
}
same = []
for title, (model, due, other) in CASES.items():
    right = onnxruntime.InferenceSession(model.SerializeToString()).run(None, {'x': X.reshape(-1, 1, 1)})[0].ravel()
    got = by_iree(model)
    text = lambda numbers: ' '.join(f'{number:.3f}' for number in numbers)
    print(f'{title}: onnxruntime {text(right)}, IREE {text(got)}')
    same.append(np.allclose(right, due, atol=1e-4) and np.allclose(got, other, atol=1e-4))
raise SystemExit(not all(same))
P
venv/bin/python layers.py
