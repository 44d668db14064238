#!/bin/sh
# onnx's reference evaluator divides by the sum of the numbers where it should divide by the sum of their sizes.
#
# Expected: LpNormalization with p = 1 divides by the L1 norm, the sum of absolute values (operator specification,
# LpNormalization; p may be 1 or 2), so the sizes of what comes out add up to 1.
# Seen: the signs stay in the sum. [3, -4] is divided by -1 and becomes [-3, 4]; [1, -1] is divided by zero, and zero comes
# out, so a row that cancels out vanishes. ReduceL1 of the same evaluator is right, p = 2 is right, and onnxruntime gives
# what the specification says.
# onnx 1.23.2, onnxruntime 1.32.0 from PyPI, Python 3.11 or newer. Exits with 0 while that is so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q --disable-pip-version-check install onnx==1.23.2 onnxruntime==1.32.0
"$folder/venv/bin/python" - <<'P'
from importlib.metadata import version
import numpy as np
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

np.seterr(divide='ignore')
print('onnx', version('onnx'), 'onnxruntime', version('onnxruntime'))

def answers(x, **options):
    """What the reference and onnxruntime make of a row."""
    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, x.shape) for name in 'xy']
    node = helper.make_node('LpNormalization', ['x'], ['y'], axis=0, **options)
    model = helper.make_model(helper.make_graph([node], 'g', infos[:1], infos[1:]), opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
    pair = ReferenceEvaluator(model).run(None, {'x': x})[0], onnxruntime.InferenceSession(model.SerializeToString()).run(None, {'x': x})[0]
    print(f'{x.tolist()}, {options}: reference {pair[0].round(3).tolist()}, onnxruntime {pair[1].round(3).tolist()}')
    return pair

near = lambda a, b: bool(np.allclose(a, b, atol=1e-6))
wrong = []
for row in ([3, 4], [3, -4], [1, -1]):
    x = np.array(row, np.float32)
    reference, runtime = answers(x, p=1)
    assert near(runtime, x / abs(x).sum())
    wrong.append(reference.tolist() if not near(reference, runtime) else None)
    assert all(near(answer, x / np.sqrt((x * x).sum())) for answer in answers(x, p=2))
raise SystemExit(wrong != [None, [-3, 4], [0, 0]])
P
