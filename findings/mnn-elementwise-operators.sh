#!/bin/sh
# MNN converts four plain ONNX operators to something else.
#
# Expected: Mul of int32 is exact, or wraps; Round goes from a half to the even neighbour; Cast to bool is true for all but
# zero; Shrink gives x + bias where x < -lambd and x - bias where x > lambd (ONNX operator specification).
# Seen: Add, Sub, Max and Equal of int32 are exact, but Mul goes through float32, so 16777217 · 3 is 50331648. Round takes
# halves away from zero. Cast truncates first, so 0.5 is false. Shrink gives 0 for each x < -lambd. onnxruntime gives what
# the specification says. The converter prints no warning.
# mnn 3.6.1, onnx 1.23.2, onnxruntime 1.32.0 from PyPI, amd64, Python 3.11. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install mnn==3.6.1 onnx==1.23.2 onnxruntime==1.32.0
cd "$folder"
cat >operators.py <<'P'
import subprocess
import sys
from importlib.metadata import version
import MNN
import numpy as np
import onnxruntime
from onnx import TensorProto, helper, save

print(*(f'{name} {version(name)}' for name in ('mnn', 'onnx', 'onnxruntime')))
KINDS = {np.dtype(np.int32): (TensorProto.INT32, MNN.expr.int), np.dtype(np.float32): (TensorProto.FLOAT, MNN.expr.float)}
int32 = lambda *numbers: np.array(numbers, np.int32)
float32 = lambda *numbers: np.array(numbers, np.float32)

def both(operator, inputs, kind, **options):
    """What onnxruntime and MNN make of the inputs."""
    feed = {f'x{at}': values for at, values in enumerate(inputs)}
    infos = [helper.make_tensor_value_info(name, KINDS[values.dtype][0], values.shape) for name, values in feed.items()]
    node = helper.make_node(operator, list(feed), ['y'], **options)
    graph = helper.make_graph([node], 'g', infos, [helper.make_tensor_value_info('y', kind, inputs[0].shape)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
    due = onnxruntime.InferenceSession(model.SerializeToString()).run(None, feed)[0]
    save(model, 'one.onnx')
    # The converter itself: the command around it would report each use.
    convert = "import _tools; _tools.mnnconvert('mnnconvert -f ONNX --modelFile one.onnx --MNNModel one.mnn --bizCode x'.split())"
    subprocess.run([sys.executable, '-c', convert], check=True, stdout=subprocess.DEVNULL)
    net = MNN.nn.load_module_from_file('one.mnn', list(feed), ['y'])
    constants = [MNN.expr.const(values.copy(), list(values.shape), MNN.expr.NCHW, KINDS[values.dtype][1]) for values in inputs]
    got = np.array(net.forward(constants)[0].read())
    numbers = due.astype(float).tolist(), got.astype(float).tolist()
    print(operator, *(f'{name} {" ".join(f"{number:g}" if abs(number) < 1e6 else str(int(number)) for number in row)}'
                      for name, row in zip(('onnxruntime', 'MNN'), numbers)), sep='  ')
    return numbers

INT32, FLOAT, BOOL = TensorProto.INT32, TensorProto.FLOAT, TensorProto.BOOL
BIG = 2**24 + 1
exact = both('Add', [int32(BIG, -BIG), int32(2, -2)], INT32)
seen = [
    both('Mul', [int32(BIG, 3), int32(3, 5)], INT32),
    both('Round', [float32(-1.5, -0.5, 0.5, 1.5, 2.5)], FLOAT),
    both('Cast', [float32(-0.5, 0, 0.5, 1)], BOOL, to=BOOL),
    both('Shrink', [float32(-3, 0, 3)], FLOAT, bias=0.25, lambd=0.5),
]
due = [([3 * BIG, 15], [3 * BIG - 3, 15]), ([-2, 0, 0, 2, 2], [-2, -1, 1, 2, 3]), ([1, 0, 1, 1], [0, 0, 0, 1]), ([-2.75, 0, 2.75], [0, 0, 2.75])]
raise SystemExit(not (exact[0] == exact[1] == [BIG + 2, -BIG - 2] and seen == due))
P
venv/bin/python operators.py
