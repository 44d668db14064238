// Plain JavaScript, as fast as we could write it: a sample after the other, states in typed arrays, gradients of
// the three-state network in local variables, tanh by one exponential. float64.
import { serve } from '../serve.mjs';
import { anyUpdate } from './plain-any.mjs';
import { Nesterov } from './plain-optimizer.mjs';
import { threeStateUpdate } from './plain-three.mjs';

await serve(async (task) => {
  const { parameters, optimizer, batch, batches, steps, inputs, outputs } = task;
  const { x, t } = { x: Float64Array.from(task.x), t: Float64Array.from(task.t) };
  const three = task.hidden === 3 && inputs === 2 && outputs === 1;
  const lossAndGradient = three ? threeStateUpdate(task) : anyUpdate(task);
  const xs = Array.from({ length: batches }, (_, at) => cut(x, at, batch * steps * inputs));
  const ts = Array.from({ length: batches }, (_, at) => cut(t, at, batch * steps * outputs));
  return {
    versions: { node: process.versions.node },
    start(count, wanted) {
      const current = Float64Array.from(parameters);
      const gradient = new Float64Array(parameters.length);
      const rule = new Nesterov(optimizer, parameters.length);
      const losses = [];
      return () => {
        for (let update = 0; update < count; update++) {
          rule.lookAhead(current);
          const at = update % batches;
          const loss = lossAndGradient(current, xs[at], ts[at], gradient);
          if (wanted) losses.push(loss);
          rule.step(current, gradient);
        }
        return { check: losses };
      };
    },
  };
});

function cut(values, at, size) {
  return values.slice(at * size, (at + 1) * size);
}
