"""Runs a model of the fixed cell: onnx_streams.py RUNTIME MODEL STREAM. Exits with 1 unless every bit is as expected."""
import sys

import numpy as np

runtime, path, stream = sys.argv[1:]
lines = [np.array(line.split(), dtype=np.int32) for line in open(stream)]
batch, inputs, hidden, outputs = (int(size) for size in lines[0])
state = lines[1].reshape(batch, hidden)
chunks = lines[2]
x = lines[3].reshape(-1, batch, inputs)
expected = lines[4].reshape(-1, batch, outputs)
last = lines[5].reshape(batch, hidden)

if runtime == "onnxruntime":
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    run = lambda part, state: session.run(["y", "hT"], {"x": part, "h0": state})
elif runtime == "reference":
    import onnx
    from onnx.reference import ReferenceEvaluator

    onnx.checker.check_model(path, full_check=True)
    evaluator = ReferenceEvaluator(path)
    run = lambda part, state: evaluator.run(["y", "hT"], {"x": part, "h0": state})
else:
    import openvino

    compiled = openvino.Core().compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    def run(part, state):
        result = compiled({"x": part, "h0": state})
        return result["y"], result["hT"]

outputs_seen = []
at = 0
for length in chunks:
    y, state = run(x[at : at + length], state)
    outputs_seen.append(np.array(y))
    at += length
wrong = int((np.concatenate(outputs_seen) != expected).sum()) + int((state != last).sum())
print(f"{runtime}: {expected.shape[0] * batch} steps in {len(chunks)} chunks, {wrong} wrong")
sys.exit(wrong != 0)
