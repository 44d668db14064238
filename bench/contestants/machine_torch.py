"""torch learns a machine: fresh random words in every minibatch, Adam, clipped gradients, a rate that falls, and an
end as soon as words much longer than those of the training come out right several times in a row. float32."""

import time

import numpy
import torch

from serve import serve

try:
    import machine_aalpy
except ModuleNotFoundError:
    machine_aalpy = None

torch.set_num_threads(1)


class Network(torch.nn.Module):
    def __init__(self, cell, inputs, hidden, outputs):
        super().__init__()
        self.cell = {"tanh": torch.nn.RNN, "GRU": torch.nn.GRU}[cell](inputs, hidden)
        self.output = torch.nn.Linear(hidden, outputs)

    def forward(self, x, state=None):
        states, state = self.cell(x, state)
        return self.output(states), state


class Walks:
    """Random words and what the machine gives for them, as tensors (steps, streams, bits)."""

    def __init__(self, case):
        self.inputs, self.outputs, self.initial = case["inputs"], case["outputs"], case["initial"]
        self.next, self.output = numpy.array(case["next"]), numpy.array(case["output"])
        self.draw = numpy.random.default_rng(case["seed"])

    def take(self, steps, streams):
        words = self.draw.integers(0, 2**self.inputs, (steps, streams))
        outputs = numpy.empty_like(words)
        state = numpy.full(streams, self.initial)
        for step in range(steps):
            index = (state << self.inputs) | words[step]
            outputs[step] = self.output[index]
            state = self.next[index]
        return bits(words, self.inputs), bits(outputs, self.outputs)


def bits(words, width):
    return torch.from_numpy(((words[..., None] >> numpy.arange(width)) & 1).astype(numpy.float32))


def prepare(case):
    training = case["training"]
    test = training["testSteps"], training["testStreams"]

    def start(count, _):
        torch.manual_seed(case["seed"])
        walks = Walks(case)
        network = Network(case["cell"], case["inputs"], case["hidden"], case["outputs"])

        def work():
            updates, passed = train(network, walks, count, case)
            parameters = sum(each.numel() for each in network.parameters())
            found = {"updates": updates, "passed": passed, "parameters": parameters}
            found["wrong"] = wrong_steps(network, walks, *test)
            found["aalpy"] = machine_aalpy and machine_aalpy.learn(network, case)
            if found["wrong"] == 0:
                if case["cell"] == "tanh":
                    found["weights"] = weights(network)
                round_to_bytes(network)
                found["wrongInBytes"] = wrong_steps(network, walks, *test)
            return found

        return work

    versions = {"torch": torch.__version__, "numpy": numpy.__version__}
    return versions | ({"aalpy": machine_aalpy.VERSION} if machine_aalpy else {}), start


def train(network, walks, max_updates, case):
    """The number of updates that were made, and whether the looks ended them."""
    training = case["training"]
    optimizer = torch.optim.Adam(network.parameters(), training["rate"])
    rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max_updates, training["lastRate"])
    began, exact_looks = time.process_time(), 0
    for update in range(1, max_updates + 1):
        x, t = walks.take(training["steps"], training["batch"])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(network(x)[0], t)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), training["maxNorm"])
        optimizer.step()
        rates.step()
        if update % training["lookEvery"] == 0:
            wrong = wrong_steps(network, walks, training["lookSteps"], training["batch"])
            exact_looks = exact_looks + 1 if wrong == 0 else 0
            passed = exact_looks == training["exactLooks"]
            if passed or time.process_time() - began > case["maxSeconds"]:
                return update, passed
    return max_updates, False


def wrong_steps(network, walks, steps, streams):
    """The number of steps in which any output bit is wrong."""
    x, t = walks.take(steps, streams)
    with torch.no_grad():
        return int(((network(x)[0] > 0) != (t > 0)).any(-1).sum())


def weights(network):
    """By carrybit's names. torch keeps its matrices as (to, from), carrybit as (from, to)."""
    cell, output = network.cell, network.output
    parts = {
        "s0": torch.zeros(cell.hidden_size),
        "wInput": cell.weight_ih_l0.T,
        "bInput": cell.bias_ih_l0,
        "wRecurrent": cell.weight_hh_l0.T,
        "bRecurrent": cell.bias_hh_l0,
        "wOutput": output.weight.T,
        "bOutput": output.bias,
    }
    return {name: part.flatten().tolist() for name, part in parts.items()}


def round_to_bytes(network):
    """Every tensor gets a scale of its own, by which its largest weight is 127."""
    with torch.no_grad():
        for each in network.parameters():
            scale = each.abs().max() / 127
            each.copy_((each / scale).round() * scale)


serve(prepare)
