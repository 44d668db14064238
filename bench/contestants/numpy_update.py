"""numpy, vectorized over the samples, and over the steps wherever nothing is handed from one to the next. float32."""

import numpy as np

from serve import serve


def prepare(case):
    inputs, hidden, outputs = case["inputs"], case["hidden"], case["outputs"]
    batch, batches, steps = case["batch"], case["batches"], case["steps"]
    rows = steps * batch
    sizes = [hidden, inputs * hidden, hidden, hidden * hidden, hidden, hidden * outputs, outputs]
    shapes = [(hidden,), (inputs, hidden), (hidden,), (hidden, hidden), (hidden,), (hidden, outputs), (outputs,)]
    ends = np.cumsum(sizes)

    def split(vector):
        return [part.reshape(shape) for part, shape in zip(np.split(vector, ends[:-1]), shapes)]

    def cut(values, features):
        # (batches, batch, steps, features) → (batches, steps · batch, features)
        array = np.array(values, np.float32).reshape(batches, batch, steps, features)
        return np.ascontiguousarray(array.transpose(0, 2, 1, 3)).reshape(batches, rows, features)

    x, t = cut(case["x"], inputs), cut(case["t"], outputs)
    rule = case["optimizer"]
    decay, rate = np.float32(rule["decay"]), np.float32(rule["learningRate"])
    momentum, epsilon = np.float32(rule["momentum"]), np.float32(rule["epsilon"])

    # states[0] is the initial one; the others and dpre are (steps, batch, hidden).
    states = np.empty((steps + 1, batch, hidden), np.float32)
    dpre = np.empty((steps, batch, hidden), np.float32)
    slope = np.empty_like(dpre)
    dh = np.empty((batch, hidden), np.float32)
    after, before = states[1:].reshape(rows, hidden), states[:-1].reshape(rows, hidden)
    flat = dpre.reshape(rows, hidden)

    def start(count, wanted):
        parameters = np.array(case["parameters"], np.float32)
        gradient = np.empty_like(parameters)
        velocity, square = np.zeros_like(parameters), np.zeros_like(parameters)
        s0, w_in, b_in, w_rec, b_rec, w_out, b_out = split(parameters)
        ds0, dw_in, db_in, dw_rec, db_rec, dw_out, db_out = split(gradient)
        losses = []

        def work():
            nonlocal velocity, square
            for update in range(count):
                np.add(parameters, momentum * velocity, out=parameters)
                xs, ts = x[update % batches], t[update % batches]

                np.matmul(xs, w_in, out=after)
                np.add(after, b_in + b_rec, out=after)
                states[0] = s0
                for step in range(steps):
                    state = states[step + 1]
                    state += states[step] @ w_rec
                    np.tanh(state, out=state)
                z = after @ w_out
                z += b_out
                if wanted:
                    losses.append(float(np.mean(np.maximum(z, 0) - z * ts + np.log1p(np.exp(-np.abs(z))))))

                dz = (1 / (1 + np.exp(-z)) - ts) / np.float32(rows)
                np.matmul(after.T, dz, out=dw_out)
                dz.sum(0, out=db_out)
                np.matmul(dz, w_out.T, out=flat)
                np.multiply(states[1:], states[1:], out=slope)
                np.subtract(1, slope, out=slope)
                dh.fill(0)
                w_rec_t = w_rec.T
                for step in range(steps - 1, -1, -1):
                    d = dpre[step]
                    d += dh
                    d *= slope[step]
                    np.matmul(d, w_rec_t, out=dh)
                np.matmul(xs.T, flat, out=dw_in)
                np.matmul(before.T, flat, out=dw_rec)
                flat.sum(0, out=db_in)
                db_rec[...] = db_in
                dh.sum(0, out=ds0)

                square = decay * square + (1 - decay) * gradient * gradient
                delta = rate * gradient / np.sqrt(square + epsilon)
                velocity = momentum * velocity - delta
                np.subtract(parameters, delta, out=parameters)
            return losses

        return work

    return {"numpy": np.__version__}, start


serve(prepare)
