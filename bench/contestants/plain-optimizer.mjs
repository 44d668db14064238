/** RMSProp with Nesterov momentum. */
export class Nesterov {
  constructor({ decay, learningRate, momentum, epsilon }, count) {
    this.decay = decay;
    this.rate = learningRate;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.velocity = new Float64Array(count);
    this.square = new Float64Array(count);
  }

  lookAhead(parameters) {
    const { momentum, velocity } = this;
    for (let i = 0; i < parameters.length; i++) parameters[i] += momentum * velocity[i];
  }

  step(parameters, gradient) {
    const { decay, rate, momentum, epsilon, velocity, square } = this;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i];
      square[i] = decay * square[i] + (1 - decay) * g * g;
      const delta = (rate * g) / Math.sqrt(square[i] + epsilon);
      velocity[i] = momentum * velocity[i] - delta;
      parameters[i] -= delta;
    }
  }
}
