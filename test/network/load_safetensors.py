"""Compares a safetensors file with the network file it was exported from: python load_safetensors.py JSON SAFETENSORS"""

import json
import sys

import numpy
from safetensors import safe_open

with open(sys.argv[1], encoding="utf-8") as file:
    network = json.load(file)
with safe_open(sys.argv[2], framework="numpy") as file:
    assert set(file.keys()) == set(network["float"]), file.keys()
    assert file.metadata()["task"] == network["task"], file.metadata()
    assert file.metadata()["fixed"] == network["digests"]["fixed"], file.metadata()
    for name, due in network["float"].items():
        tensor = file.get_tensor(name)
        assert tensor.dtype == numpy.float64, (name, tensor.dtype)
        assert list(tensor.shape) == due["shape"], (name, tensor.shape)
        assert tensor.ravel().tolist() == due["values"], (name, tensor, due["values"])
print(f"{len(network['float'])} tensors read back, bit by bit")
