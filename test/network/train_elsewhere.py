"""train_elsewhere.py SAFETENSORS ONNX: PyTorch trains its own nn.RNN to add, and saves it in both formats."""
import sys

import torch
from safetensors.numpy import save_file

torch.manual_seed(3)
torch.set_num_threads(1)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.RNN(2, 6)
        self.linear = torch.nn.Linear(6, 1)

    def forward(self, x):
        return self.linear(self.rnn(x)[0])


def additions(count, bits):
    """(steps, count, 2) bits of two numbers, least significant first, and (steps, count, 1) of their sums."""
    numbers = torch.randint(0, 2**bits, (count, 2))
    split = lambda values: torch.stack([values >> step & 1 for step in range(bits + 1)])
    return split(numbers).float(), split(numbers.sum(1, keepdim=True)).float()


model = Network()
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for update in range(600):
    x, y = additions(100, 6)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"loss {loss.item():.5f}")
save_file({name: tensor.numpy() for name, tensor in model.state_dict().items()}, sys.argv[1])
torch.onnx.export(model, additions(1, 6)[0], sys.argv[2])
