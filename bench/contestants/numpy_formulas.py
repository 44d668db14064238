"""numpy as the formulas read: vectorized over the samples, tensors (samples, steps, features), float64."""

import numpy as np

from serve import serve


def prepare(case):
    inputs, hidden, outputs = case["inputs"], case["hidden"], case["outputs"]
    batch, batches, steps = case["batch"], case["batches"], case["steps"]
    shapes = [(hidden,), (inputs, hidden), (hidden,), (hidden, hidden), (hidden,), (hidden, outputs), (outputs,)]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    x = np.array(case["x"], float).reshape(batches, batch, steps, inputs)
    t = np.array(case["t"], float).reshape(batches, batch, steps, outputs)
    rule = case["optimizer"]
    decay, rate, momentum, epsilon = (rule[name] for name in ("decay", "learningRate", "momentum", "epsilon"))

    def loss_and_gradient(parameters, x, t):
        parts = np.split(parameters, ends[:-1])
        s0, w_in, b_in, w_rec, b_rec, w_out, b_out = (part.reshape(shape) for part, shape in zip(parts, shapes))
        r = x @ w_in + b_in
        states = np.empty((batch, steps + 1, hidden))
        states[:, 0] = s0
        for k in range(steps):
            states[:, k + 1] = np.tanh(r[:, k] + states[:, k] @ w_rec + b_rec)
        z = states[:, 1:] @ w_out + b_out
        loss = np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))))

        dz = (1 / (1 + np.exp(-z)) - t) / (batch * steps)
        ds = dz @ w_out.T
        dr = np.empty((batch, steps, hidden))
        dh = np.zeros((batch, hidden))
        for k in range(steps - 1, -1, -1):
            dr[:, k] = (ds[:, k] + dh) * (1 - states[:, k + 1] ** 2)
            dh = dr[:, k] @ w_rec.T
        db = dr.sum((0, 1))
        parts = [
            dh.sum(0),
            np.tensordot(x, dr, ((0, 1), (0, 1))),
            db,
            np.tensordot(states[:, :-1], dr, ((0, 1), (0, 1))),
            db,
            np.tensordot(states[:, 1:], dz, ((0, 1), (0, 1))),
            dz.sum((0, 1)),
        ]
        return loss, np.concatenate([part.ravel() for part in parts])

    def start(count, wanted):
        parameters = np.array(case["parameters"], float)
        velocity, square = np.zeros_like(parameters), np.zeros_like(parameters)

        def work():
            nonlocal parameters, velocity, square
            losses = []
            for update in range(count):
                parameters = parameters + momentum * velocity
                loss, gradient = loss_and_gradient(parameters, x[update % batches], t[update % batches])
                square = decay * square + (1 - decay) * gradient**2
                delta = rate * gradient / np.sqrt(square + epsilon)
                velocity = momentum * velocity - delta
                parameters = parameters - delta
                losses.append(float(loss))
            return losses if wanted else []

        return work

    return {"numpy": np.__version__}, start


serve(prepare)
