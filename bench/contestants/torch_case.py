"""What both contestants of torch make of a case."""

import torch

torch.set_num_threads(1)


def minibatches(case):
    """Inputs and targets, a tensor (steps, batch, features) for each minibatch."""
    batch, batches, steps = case["batch"], case["batches"], case["steps"]

    def cut(values, features):
        # (batches, batch, steps, features) → a list of (steps, batch, features)
        array = torch.tensor(values, dtype=torch.float32).reshape(batches, batch, steps, features)
        return list(array.transpose(1, 2).contiguous())

    return cut(case["x"], case["inputs"]), cut(case["t"], case["outputs"])


def rmsprop(case):
    """decay, learning rate, momentum, epsilon."""
    rule = case["optimizer"]
    return rule["decay"], rule["learningRate"], rule["momentum"], rule["epsilon"]


def split(case):
    """s0, w_in, b_in, w_rec, b_rec, w_out, b_out as vectors."""
    inputs, hidden, outputs = case["inputs"], case["hidden"], case["outputs"]
    vector = torch.tensor(case["parameters"], dtype=torch.float32)
    return vector.split([hidden, inputs * hidden, hidden, hidden * hidden, hidden, hidden * outputs, outputs])
