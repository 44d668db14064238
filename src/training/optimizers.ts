// Written by native/generate.mjs from native/optimizers.json.
import type { OptimizerRule } from '#native';

/** Every optimizer with values that suit the adder. */
export const OPTIMIZERS = {
  rmsprop: { kind: 'rmsprop', learningRate: 0.05, momentum: 0.8, decay: 0.5, epsilon: 0.000001 },
  rprop: { kind: 'rprop', grow: 1.2, shrink: 0.5, initialStep: 0.05 },
  adam: { kind: 'adam', learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  sgd: { kind: 'sgd', learningRate: 1, momentum: 0.9 },
} as const satisfies { readonly [Kind in OptimizerRule['kind']]: Extract<OptimizerRule, { kind: Kind }> };

/** What the numbers of all optimizers are, by name. */
export const OPTIMIZER_NUMBERS = {
  learningRate: 'step size',
  momentum: 'how much of the velocity is kept',
  decay: 'how much of the moving average of squares is kept',
  epsilon: 'added where the gradient is divided by its size',
  beta1: 'how much of the moving average of gradients is kept',
  beta2: 'how much of the moving average of squares is kept',
  grow: 'factor of a step while a gradient keeps its sign',
  shrink: 'factor of a step when the sign changes',
  initialStep: 'first step',
} as const;
