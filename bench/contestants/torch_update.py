"""torch with its own recurrent network (nn.RNN's kernel) and automatic gradients, on one thread. float32."""

import torch

from serve import serve
from torch_case import minibatches, rmsprop, split


def prepare(case):
    inputs, hidden, outputs = case["inputs"], case["hidden"], case["outputs"]
    batch, batches = case["batch"], case["batches"]

    x, t = minibatches(case)
    decay, rate, momentum, epsilon = rmsprop(case)

    def start(count, wanted):
        s0, w_in, b_in, w_rec, b_rec, w_out, b_out = split(case)
        # torch keeps its matrices as (to, from).
        parameters = [
            s0.reshape(1, 1, hidden).clone(),
            w_in.reshape(inputs, hidden).T.contiguous(),
            w_rec.reshape(hidden, hidden).T.contiguous(),
            b_in.clone(),
            b_rec.clone(),
            w_out.reshape(hidden, outputs).T.contiguous(),
            b_out.clone(),
        ]
        for parameter in parameters:
            parameter.requires_grad_()
        s0, w_in, w_rec, b_in, b_rec, w_out, b_out = parameters
        velocity = [torch.zeros_like(parameter) for parameter in parameters]
        square = [torch.zeros_like(parameter) for parameter in parameters]
        losses = []

        def work():
            for update in range(count):
                with torch.no_grad():
                    torch._foreach_add_(parameters, velocity, alpha=momentum)
                states, _ = torch.rnn_tanh(
                    x[update % batches],
                    s0.expand(1, batch, hidden).contiguous(),
                    (w_in, w_rec, b_in, b_rec),
                    True,  # has biases
                    1,  # layers
                    0.0,  # dropout
                    True,  # training
                    False,  # bidirectional
                    False,  # batch first
                )
                z = torch.nn.functional.linear(states, w_out, b_out)
                loss = torch.nn.functional.binary_cross_entropy_with_logits(z, t[update % batches])
                if wanted:
                    losses.append(loss.item())
                gradients = torch.autograd.grad(loss, parameters)
                with torch.no_grad():
                    torch._foreach_mul_(square, decay)
                    torch._foreach_addcmul_(square, gradients, gradients, 1 - decay)
                    roots = torch._foreach_add(square, epsilon)
                    torch._foreach_sqrt_(roots)
                    delta = torch._foreach_div(gradients, roots)
                    torch._foreach_mul_(delta, rate)
                    torch._foreach_mul_(velocity, momentum)
                    torch._foreach_sub_(velocity, delta)
                    torch._foreach_sub_(parameters, delta)
            return losses

        return work

    return {"torch": torch.__version__}, start


serve(prepare)
