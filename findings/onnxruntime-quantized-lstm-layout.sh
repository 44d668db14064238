#!/bin/sh
# Quantizing an LSTM of layout 1 with onnxruntime takes time for the batch, so the layer remembers nothing.
#
# Expected: quantize_dynamic changes how weights are stored, not what the axes mean. With layout = 1 the input is [batch,
# steps, inputs] (ONNX operator specification, LSTM). onnxruntime has no such LSTM and says so when it loads the model;
# the quantized model should be refused as well, or be right.
# Seen: the LSTM becomes a DynamicQuantizeLSTM without the attribute `layout`, which runs. One sequence of five steps is
# five sequences of one step for it: each output is what a new layer says to that input alone. If the model declares the
# shape of its output, a warning says that another was taken. The same model with layout 0 is quantized well.
# onnxruntime 1.32.0, onnx 1.23.2 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install onnxruntime==1.32.0 onnx==1.23.2
cd "$folder"
cat >layout.py <<'P'
import logging
from importlib.metadata import version
import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper, save
from onnxruntime.quantization import QuantType, quantize_dynamic

logging.disable(logging.WARNING)
onnxruntime.set_default_logger_severity(4)
print(*(f'{name} {version(name)}' for name in ('onnxruntime', 'onnx')))
STEPS, INPUTS, HIDDEN = 5, 3, 4
random = np.random.default_rng(1)
constants = [numpy_helper.from_array(random.normal(size=(1, 4 * HIDDEN, size)).astype(np.float32), name)
             for name, size in (('W', INPUTS), ('R', HIDDEN))]
x = random.normal(size=(1, STEPS, INPUTS)).astype(np.float32)

def model(layout):
    info = lambda name, shapes: helper.make_tensor_value_info(name, TensorProto.FLOAT, shapes[layout])
    node = helper.make_node('LSTM', ['x', 'W', 'R'], ['y'], hidden_size=HIDDEN, layout=layout)
    graph = helper.make_graph([node], 'g', [info('x', ([STEPS, 1, INPUTS], [1, STEPS, INPUTS]))],
                              [info('y', ([STEPS, 1, 1, HIDDEN], [1, STEPS, 1, HIDDEN]))], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 14)], ir_version=8)
    checker.check_model(made, full_check=True)
    save(made, f'{layout}.onnx')
    quantize_dynamic(f'{layout}.onnx', f'{layout}-quantized.onnx', weight_type=QuantType.QInt8)

def run(name, steps):
    return onnxruntime.InferenceSession(name).run(None, {'x': steps})[0]

model(0), model(1)
steps = x.reshape(STEPS, 1, INPUTS)
right = run('0.onnx', steps)
alone = np.concatenate([run('0.onnx', np.concatenate([step[None], np.zeros((STEPS - 1, 1, INPUTS), np.float32)]))[:1] for step in steps])
quantized = run('0-quantized.onnx', steps)
try:
    run('1.onnx', x)
    refused = ''
except Exception as error:
    refused = str(error)
got = run('1-quantized.onnx', x)
text = lambda y: ' '.join(f'{number:.2f}' for number in y.reshape(STEPS, HIDDEN)[:, 0])
print('layout 1 in onnxruntime:', 'refused' if 'ayout' in refused else refused or 'runs')
print(f'first unit over {STEPS} steps, layout 0:  {text(right)}')
print(f'  quantized:                     {text(quantized)}')
print(f'  of steps that stand alone:     {text(alone)}')
print(f'  layout 1, quantized:           {text(got)}   shape {got.shape}, declared {(1, STEPS, 1, HIDDEN)}')
near = lambda a, b: np.allclose(a.ravel(), b.ravel(), atol=0.03)
raise SystemExit(not ('ayout' in refused and near(quantized, right) and got.shape == (1, 1, STEPS, HIDDEN)
                      and near(got, alone) and not near(got, right)))
P
venv/bin/python layout.py
