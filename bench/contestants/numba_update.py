"""numba: loops compiled for this processor below 16 states, products of numpy's BLAS from there on. float32."""

import numba
import numpy as np

from serve import serve

fast = numba.njit(fastmath=True, error_model="numpy")


@fast
def small_gradient(p, g, x, t, states, z, wanted):
    """x (steps, inputs, batch), t (steps, batch), states (steps + 1, hidden, batch); p and g as in Trainer."""
    steps, inputs, batch = x.shape
    hidden = states.shape[1]
    w_in = hidden
    b_in = w_in + inputs * hidden
    w_rec = b_in + hidden
    b_rec = w_rec + hidden * hidden
    w_out = b_rec + hidden
    b_out = w_out + hidden
    for j in range(hidden):
        states[0, j, :] = p[j]
    for step in range(steps):
        for n in range(batch):
            z[step, n] = p[b_out]
        for j in range(hidden):
            after = states[step + 1, j]
            for n in range(batch):
                after[n] = p[b_in + j] + p[b_rec + j]
            for i in range(inputs):
                for n in range(batch):
                    after[n] += x[step, i, n] * p[w_in + i * hidden + j]
            for k in range(hidden):
                for n in range(batch):
                    after[n] += states[step, k, n] * p[w_rec + k * hidden + j]
            for n in range(batch):
                after[n] = np.tanh(after[n])
                z[step, n] += after[n] * p[w_out + j]
    scale = np.float32(1 / (steps * batch))
    loss = np.float32(0)
    if wanted:
        for step in range(steps):
            for n in range(batch):
                v = z[step, n]
                loss += max(v, np.float32(0)) - v * t[step, n] + np.log1p(np.exp(-abs(v)))
    g[:] = 0
    dh = np.zeros((hidden, batch), np.float32)
    own = np.empty((hidden, batch), np.float32)
    d = np.empty(batch, np.float32)
    one = np.float32(1)
    for step in range(steps - 1, -1, -1):
        total = np.float32(0)
        for n in range(batch):
            d[n] = (one / (one + np.exp(-z[step, n])) - t[step, n]) * scale
            total += d[n]
        g[b_out] += total
        for j in range(hidden):
            after = states[step + 1, j]
            out, bias = np.float32(0), np.float32(0)
            for n in range(batch):
                s = after[n]
                v = (dh[j, n] + d[n] * p[w_out + j]) * (one - s * s)
                own[j, n] = v
                out += d[n] * s
                bias += v
            g[w_out + j] += out
            g[b_in + j] += bias
            for i in range(inputs):
                total = np.float32(0)
                for n in range(batch):
                    total += x[step, i, n] * own[j, n]
                g[w_in + i * hidden + j] += total
            for k in range(hidden):
                total = np.float32(0)
                for n in range(batch):
                    total += states[step, k, n] * own[j, n]
                g[w_rec + k * hidden + j] += total
        for k in range(hidden):
            for n in range(batch):
                dh[k, n] = 0
            for j in range(hidden):
                for n in range(batch):
                    dh[k, n] += own[j, n] * p[w_rec + k * hidden + j]
    for j in range(hidden):
        g[j] = dh[j].sum()
        g[b_rec + j] = g[b_in + j]
    return loss * scale


@fast
def large_gradient(p, g, x, t, states, z, wanted):
    """x (steps · batch, inputs), t (steps · batch), states (steps + 1, batch, hidden)."""
    rows, inputs = x.shape
    steps, batch, hidden = states.shape[0] - 1, states.shape[1], states.shape[2]
    ends = np.cumsum(np.array([hidden, inputs * hidden, hidden, hidden * hidden, hidden, hidden]))
    w_in = p[ends[0] : ends[1]].reshape(inputs, hidden)
    w_rec = p[ends[2] : ends[3]].reshape(hidden, hidden)
    bias = p[ends[1] : ends[2]] + p[ends[3] : ends[4]]
    w_out = p[ends[4] : ends[5]]
    one = np.float32(1)
    states[0] = p[:hidden]
    fed = (np.dot(x, w_in) + bias).reshape(steps, batch, hidden)
    for step in range(steps):
        states[step + 1] = np.tanh(fed[step] + np.dot(states[step], w_rec))
    after = states[1:].reshape(rows, hidden)
    before = states[:-1].reshape(rows, hidden)
    z = np.dot(after, w_out) + p[ends[5]]
    loss = np.float32(0)
    if wanted:
        loss = np.float32((np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))).mean())
    d = (one / (one + np.exp(-z)) - t) / np.float32(rows)
    own = np.empty((steps, batch, hidden), np.float32)
    dh = np.zeros((batch, hidden), np.float32)
    backwards = np.ascontiguousarray(w_rec.T)
    for step in range(steps - 1, -1, -1):
        for n in range(batch):
            for j in range(hidden):
                s = states[step + 1, n, j]
                own[step, n, j] = (dh[n, j] + d[step * batch + n] * w_out[j]) * (one - s * s)
        dh = np.dot(own[step], backwards)
    flat = own.reshape(rows, hidden)
    g[:hidden] = dh.sum(0)
    g[ends[0] : ends[1]] = np.dot(x.T, flat).ravel()
    g[ends[1] : ends[2]] = flat.sum(0)
    g[ends[2] : ends[3]] = np.dot(before.T, flat).ravel()
    g[ends[3] : ends[4]] = g[ends[1] : ends[2]]
    g[ends[4] : ends[5]] = np.dot(after.T, d)
    g[ends[5]] = d.sum()
    return loss


def updates(gradient):
    @fast
    def run(count, first, x, t, states, z, rule, losses):
        rate, momentum, decay, epsilon = rule
        p, g = first.copy(), np.empty_like(first)
        velocity, square = np.zeros_like(first), np.zeros_like(first)
        one = np.float32(1)
        for update in range(count):
            p += momentum * velocity
            loss = gradient(p, g, x[update % len(x)], t[update % len(x)], states, z, losses.size > 0)
            if losses.size > 0:
                losses[update] = loss
            for at in range(len(p)):
                square[at] = decay * square[at] + (one - decay) * g[at] * g[at]
                delta = rate * g[at] / np.sqrt(square[at] + epsilon)
                velocity[at] = momentum * velocity[at] - delta
                p[at] -= delta

    return run


def prepare(case):
    inputs, hidden = case["inputs"], case["hidden"]
    batch, batches, steps = case["batch"], case["batches"], case["steps"]
    x = np.array(case["x"], np.float32).reshape(batches, batch, steps, inputs)
    t = np.array(case["t"], np.float32).reshape(batches, batch, steps).transpose(0, 2, 1)
    if hidden < 16:
        run = updates(small_gradient)
        x, t = x.transpose(0, 2, 3, 1), t
        states = np.empty((steps + 1, hidden, batch), np.float32)
    else:
        run = updates(large_gradient)
        x, t = x.transpose(0, 2, 1, 3).reshape(batches, steps * batch, inputs), t.reshape(batches, -1)
        states = np.empty((steps + 1, batch, hidden), np.float32)
    x, t = np.ascontiguousarray(x), np.ascontiguousarray(t)
    z = np.empty((steps, batch), np.float32)
    first = np.array(case["parameters"], np.float32)
    rule = case["optimizer"]
    rule = tuple(np.float32(rule[name]) for name in ("learningRate", "momentum", "decay", "epsilon"))

    def start(count, wanted):
        losses = np.empty(count if wanted else 0, np.float32)

        def work():
            run(count, first, x, t, states, z, rule, losses)
            return [float(loss) for loss in losses]

        return work

    start(1, False)()
    return {"numba": numba.__version__, "numpy": np.__version__}, start


serve(prepare)
