#!/bin/sh
# tinygrad quantizes an ONNX model's halves otherwise to uint8 than to int8, and otherwise with a zero point than without.
#
# Expected: QuantizeLinear rounds to the nearest number, halves to the even one, for uint8 and int8 alike, and adds the zero
# point then (ONNX operators, QuantizeLinear), so 0.5, 1.5, 2.5, 3.5 become 0, 2, 2, 4 and with 10 added 10, 12, 12, 14.
# Seen: int8 is so. For uint8 tinygrad adds 0.4999999 and the zero point and cuts off, in float32: with the zero point 0 they
# become 0, 1, 3, 4, and with 10 they become 11, 12, 13, 14. onnxruntime and the reference evaluator of onnx agree with the
# text. tinygrad's devices CPU and PYTHON do the same; the latter, which needs no compiler, is run here.
# tinygrad 0.14.0, onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install tinygrad==0.14.0 onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
cd "$folder"
cat >halves.py <<'P'
from importlib.metadata import version
import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator
from onnxruntime import InferenceSession
from tinygrad import Tensor
from tinygrad.nn.onnx import OnnxRunner

print(*(f'{name} {version(name)}' for name in ('tinygrad', 'onnx', 'onnxruntime', 'numpy')))
NUMBERS = np.float32([0.4, 0.5, 0.6, 1.5, 2.5, 3.5, 4.5])

def quantized(kind, zero):
    """What each of the three makes of NUMBERS, quantized by a scale of 1."""
    graph = helper.make_graph([helper.make_node('QuantizeLinear', ['x', 'scale', 'zero'], ['y'])], 'halves',
                              [helper.make_tensor_value_info('x', TensorProto.FLOAT, NUMBERS.shape)],
                              [helper.make_tensor_value_info('y', kind, NUMBERS.shape)],
                              [helper.make_tensor('scale', TensorProto.FLOAT, [], [1.0]), helper.make_tensor('zero', kind, [], [zero])])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 13)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, 'halves.onnx')
    return tuple(each.tolist() for each in (
        ReferenceEvaluator(model).run(None, {'x': NUMBERS})[0],
        InferenceSession('halves.onnx').run(None, {'x': NUMBERS})[0],
        OnnxRunner('halves.onnx')({'x': Tensor(NUMBERS)})['y'].numpy()))

same = []
for title, kind, zero, got in (
    ('int8', TensorProto.INT8, 0, [0, 0, 1, 2, 2, 4, 4]),
    ('int8, zero point 10', TensorProto.INT8, 10, [10, 10, 11, 12, 12, 14, 14]),
    ('uint8', TensorProto.UINT8, 0, [0, 0, 1, 1, 3, 4, 5]),
    ('uint8, zero point 10', TensorProto.UINT8, 10, [10, 11, 11, 12, 13, 14, 15]),
):
    reference, runtime, tiny = quantized(kind, zero)
    due = [each + zero for each in (0, 0, 1, 2, 2, 4, 4)]
    print(f'{title}: {", ".join(map(str, NUMBERS))} are {tiny} in tinygrad, {runtime} in onnxruntime, {reference} in the reference evaluator')
    same.append((reference, runtime, tiny) == (due, due, got))
raise SystemExit(not all(same))
P
DEV=PYTHON HOME="$folder" XDG_CACHE_HOME="$folder" venv/bin/python halves.py
