#!/bin/sh
# onnx's reference evaluator subtracts the zero points of MatMulInteger's rows from the columns.
#
# Expected: an a_zero_point with as many numbers as A has rows holds one for each row (operator specification,
# MatMulInteger-10), and the evaluator written for that specification is what a runtime is measured by.
# Seen: number j is subtracted from column j of A, so with a square A the product is wrong without a word, and else the
# shapes do not fit. tract 0.23 gives what the specification says. One number for all of A, and the zero points of B's
# columns, are right in both.
# Source: onnx/reference/ops/op_matmul_integer.py subtracts by NumPy's broadcasting, which goes by the last axis.
# tract 0.23.9, onnx 1.23.2 from PyPI, Python 3.10 or newer. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install tract==0.23.9 onnx==1.23.2
cd "$folder"
"$folder/venv/bin/python" - <<'P'
from importlib.metadata import version
import numpy as np
import tract
from onnx import TensorProto, helper, numpy_helper, save
from onnx.reference import ReferenceEvaluator

print('onnx', version('onnx'), 'tract', version('tract'))
a = np.array([[1, 2], [3, 4]], np.uint8)
b = np.array([[1, -2], [3, -4]], np.int8)

def product(a_zero, b_zero):
    """The product as the specification says, by the reference, and by tract."""
    zeros = [numpy_helper.from_array(np.array(a_zero, np.uint8), 'a_zero'), numpy_helper.from_array(np.array(b_zero, np.int8), 'b_zero')]
    inputs = [helper.make_tensor_value_info('a', TensorProto.UINT8, [2, 2]), helper.make_tensor_value_info('b', TensorProto.INT8, [2, 2])]
    node = helper.make_node('MatMulInteger', ['a', 'b', 'a_zero', 'b_zero'], ['y'])
    output = helper.make_tensor_value_info('y', TensorProto.INT32, [2, 2])
    model = helper.make_model(helper.make_graph([node], 'g', inputs, [output], zeros), opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
    save(model, 'model.onnx')
    row_zero = np.array(a_zero).reshape(-1, 1)
    due = ((a.astype(int) - row_zero) @ (b.astype(int) - np.array(b_zero))).tolist()
    reference = ReferenceEvaluator(model).run(None, {'a': a, 'b': b})[0].tolist()
    runtime = tract.onnx().load('model.onnx').into_model().into_runnable().run([a, b])[0].to_numpy().tolist()
    print(f'zero points {a_zero} of A, {b_zero} of B: due {due}, reference {reference}, tract {runtime}')
    return due, reference, runtime

whole, columns, rows = product(2, -1), product(0, [-1, 5]), product([1, 5], 0)
right = all(due == reference == runtime for due, reference, runtime in (whole, columns))
by_columns = ((a.astype(int) - [1, 5]) @ b.astype(int)).tolist()
raise SystemExit(not (right and rows[0] == rows[2] and rows[1] == by_columns != rows[0]))
P
