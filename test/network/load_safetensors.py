"""load_safetensors.py NETWORK SAFETENSORS: PyTorch's answers against the formulas in numpy."""
import json
import sys

import numpy as np
import torch
from safetensors.numpy import load_file

network, path = sys.argv[1:]
parameters = {name: np.array(entry["values"]).reshape(entry["shape"]) for name, entry in json.load(open(network))["float"].items()}
tensors = {name: torch.from_numpy(array.copy()) for name, array in load_file(path).items()}
hidden, inputs = tensors["weight_ih_l0"].shape

class Network(torch.nn.RNN):
    def __init__(self):
        super().__init__(inputs, hidden)
        self.linear = torch.nn.Linear(hidden, tensors["linear.bias"].shape[0])
        self.h0 = torch.nn.Parameter(torch.zeros(hidden))

    def forward(self, x):
        states, _ = super().forward(x, self.h0.expand(1, x.shape[1], -1).contiguous())
        return torch.sigmoid(self.linear(states))

model = Network().double()
model.load_state_dict(tensors)
x = np.random.default_rng(1).integers(0, 2, (40, 30, inputs)).astype(float)
y = model(torch.from_numpy(x)).detach().numpy()

state = np.tile(parameters["s0"], (x.shape[1], 1))
for step in range(x.shape[0]):
    acc = x[step] @ parameters["wInput"] + parameters["bInput"] + state @ parameters["wRecurrent"] + parameters["bRecurrent"]
    state = np.tanh(acc)
    expected = 1 / (1 + np.exp(-(state @ parameters["wOutput"] + parameters["bOutput"])))
    assert np.abs(expected - y[step]).max() < 1e-12, f"step {step} differs"
print(f"{x.shape[0] * x.shape[1]} answers of PyTorch agree")
