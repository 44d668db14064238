// TensorFlow.js on its own CPU backend, with automatic gradients. float32.
import * as tf from '@tensorflow/tfjs';
import { serve } from '../serve.mjs';
import { version } from '../versions.mjs';

await tf.setBackend('cpu');

await serve((task) => {
  const { inputs, hidden, outputs, batch, batches, steps } = task;
  // Steps outermost: (steps, batch, features), one tensor a step for the recurrence.
  const x = cut(task.x, inputs);
  const t = cut(task.t, outputs);
  const shapes = [
    [1, hidden],
    [inputs, hidden],
    [1, hidden],
    [hidden, hidden],
    [1, hidden],
    [hidden, outputs],
    [1, outputs],
  ];
  const sizes = shapes.map(([rows, columns]) => rows * columns);

  function loss(x, t, s0, wInput, bInput, wRecurrent, bRecurrent, wOutput, bOutput) {
    const drive = tf.unstack(
      tf.reshape(tf.add(tf.matMul(x, wInput), tf.add(bInput, bRecurrent)), [steps, batch, hidden]),
    );
    let state = tf.tile(s0, [batch, 1]);
    const states = drive.map((input) => {
      state = tf.tanh(tf.add(input, tf.matMul(state, wRecurrent)));
      return state;
    });
    const z = tf.add(tf.matMul(tf.concat(states), wOutput), bOutput);
    // max(z, 0) − z·t + log(1 + e^−|z|)
    return tf.mean(tf.add(tf.sub(tf.relu(z), tf.mul(z, t)), tf.log1p(tf.exp(tf.neg(tf.abs(z))))));
  }

  function cut(values, features) {
    const size = batch * steps * features;
    return Array.from({ length: batches }, (_, at) =>
      tf.tidy(() => {
        const part = tf.tensor(values.slice(at * size, (at + 1) * size), [batch, steps, features]);
        return tf.reshape(tf.transpose(part, [1, 0, 2]), [steps * batch, features]);
      }),
    );
  }

  return {
    versions: { tfjs: version('@tensorflow/tfjs'), node: process.versions.node },
    start(count, wanted) {
      const { decay, learningRate, momentum, epsilon } = task.optimizer;
      let parameters = tf.tensor1d(task.parameters);
      let velocity = tf.zerosLike(parameters);
      let square = tf.zerosLike(parameters);
      const losses = [];
      return () => {
        for (let update = 0; update < count; update++) {
          const old = [parameters, velocity, square];
          const at = update % batches;
          const next = tf.tidy(() => {
            const ahead = tf.add(parameters, tf.mul(momentum, velocity));
            const named = tf.split(ahead, sizes).map((part, index) => tf.reshape(part, shapes[index]));
            const { value, grads } = tf.valueAndGrads((...each) => loss(x[at], t[at], ...each))(named);
            if (wanted) losses.push(value.dataSync()[0]);
            const gradient = tf.concat(grads.map((part) => tf.reshape(part, [-1])));
            const moving = tf.add(tf.mul(decay, square), tf.mul(1 - decay, tf.square(gradient)));
            const delta = tf.div(tf.mul(learningRate, gradient), tf.sqrt(tf.add(moving, epsilon)));
            return [tf.sub(ahead, delta), tf.sub(tf.mul(momentum, velocity), delta), moving];
          });
          [parameters, velocity, square] = next;
          tf.dispose(old);
        }
        tf.dispose([parameters, velocity, square]);
        return { check: losses };
      };
    },
  };
});
