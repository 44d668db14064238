#!/bin/sh
# OpenVINO adds int32 exactly, and compares them as float32.
#
# Expected: Equal, Greater and ReduceMax of ONNX on int32 compare integers (operator specification; the onnx reference
# does): 16777217 is not 16777216. Add, Mul and Max of the same numbers are exact in OpenVINO, so integers seem safe.
# Seen: from 2^24 on Equal says that neighbours are equal, Greater that neither is greater, ReduceMax gives one that is
# not among its inputs, and MatMul is off by one or two, on the CPU and with float32 asked for as precision.
# openvino 2026.4.1, onnx 1.23.2, amd64, Python 3.10 or newer. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install openvino==2026.4.1 onnx==1.23.2
"$folder/venv/bin/python" - <<'P'
import numpy as np
import openvino
from importlib.metadata import version
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

print('openvino', version('openvino'), 'onnx', version('onnx'))
BIG = 2**24
core = openvino.Core()

def both(operator, values, out=TensorProto.INT32, **attributes):
    names = [f'x{index}' for index in range(len(values))]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, list(value.shape)) for name, value in zip(names, values)]
    graph = helper.make_graph([helper.make_node(operator, names, ['y'], **attributes)], 'g', inputs, [helper.make_tensor_value_info('y', out, None)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
    feed = dict(zip(names, values))
    due = ReferenceEvaluator(model).run(None, feed)[0]
    compiled = core.compile_model(core.read_model(model.SerializeToString()), 'CPU', {'INFERENCE_PRECISION_HINT': 'f32'})
    got = compiled(feed)[0]
    print(f'{operator:10} due {np.ravel(due).tolist()} got {np.ravel(got).tolist()}')
    return np.array_equal(due, got)

int32 = lambda *numbers: np.array(numbers, np.int32)
row, column = int32(BIG + 1, 1).reshape(1, 2), int32(1, 1).reshape(2, 1)
exact = [both('Add', [int32(BIG + 1), int32(2)]), both('Mul', [int32(BIG + 1), int32(3)]), both('Max', [int32(BIG + 1), int32(BIG)])]
rounded = [
    both('Equal', [int32(BIG + 1), int32(BIG)], TensorProto.BOOL),
    both('Greater', [int32(BIG + 1), int32(BIG)], TensorProto.BOOL),
    both('ReduceMax', [int32(BIG + 1, BIG)], keepdims=0),
    both('MatMul', [row, column]),
]
raise SystemExit(not all(exact) or any(rounded))
P
