"""torch.compile: a whole update (loop over steps, gradients of torch.func, optimizer) in one compiled function, on one
thread. float32. The compiler unrolls the steps, so samples of hundreds of steps take it many minutes to prepare."""

import torch

from serve import serve
from torch_case import minibatches, rmsprop, split


def prepare(case):
    inputs, hidden, outputs = case["inputs"], case["hidden"], case["outputs"]
    batch, batches, steps = case["batch"], case["batches"], case["steps"]

    x, t = minibatches(case)
    decay, rate, momentum, epsilon = rmsprop(case)

    def loss_of(parameters, x, t):
        s0, w_in, b_in, w_rec, b_rec, w_out, b_out = parameters
        u = x @ w_in + (b_in + b_rec)
        state = s0.expand(batch, hidden)
        states = []
        for step in range(steps):
            state = torch.tanh(u[step] + state @ w_rec)
            states.append(state)
        z = torch.stack(states) @ w_out + b_out
        return torch.nn.functional.binary_cross_entropy_with_logits(z, t)

    gradient_and_loss = torch.func.grad_and_value(loss_of)

    @torch.compile(fullgraph=True, dynamic=False)
    def update(parameters, velocity, square, x, t):
        ahead = [p + momentum * v for p, v in zip(parameters, velocity)]
        gradients, loss = gradient_and_loss(ahead, x, t)
        square = [decay * s + (1 - decay) * g * g for s, g in zip(square, gradients)]
        delta = [rate * g / torch.sqrt(s + epsilon) for g, s in zip(gradients, square)]
        velocity = [momentum * v - d for v, d in zip(velocity, delta)]
        return [p - d for p, d in zip(ahead, delta)], velocity, square, loss

    def start(count, wanted):
        shapes = [(hidden,), (inputs, hidden), (hidden,), (hidden, hidden), (hidden,), (hidden, outputs), (outputs,)]
        parameters = [part.reshape(shape).clone() for part, shape in zip(split(case), shapes)]
        velocity = [torch.zeros_like(parameter) for parameter in parameters]
        square = [torch.zeros_like(parameter) for parameter in parameters]

        def work():
            nonlocal parameters, velocity, square
            losses = []
            with torch.no_grad():
                for number in range(count):
                    at = number % batches
                    parameters, velocity, square, loss = update(parameters, velocity, square, x[at], t[at])
                    if wanted:
                        losses.append(loss.item())
            return losses

        return work

    return {"torch": torch.__version__}, start


serve(prepare)
